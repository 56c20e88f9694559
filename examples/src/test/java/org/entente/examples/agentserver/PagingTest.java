package org.entente.examples.agentserver;

import static java.util.Collections.reverse;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entente.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of connections, whatever comes and goes between them. */
@Timeout(60)
class PagingTest {
  private final Servers servers = new Servers();
  private final AgentServer server = servers.start("--base-path", "/prism-agent");
  private final Caller caller = new Caller(server.api());
  private final List<String> ids = new ArrayList<>();

  PagingTest() throws Exception {
    for (int i = 0; i < 7; i++) {
      create();
    }
  }

  @AfterEach
  void close() {
    servers.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oldest", "newest"})
  void linksLeadThroughAllOfThemAndBack(String order) throws Exception {
    if (order.equals("newest")) {
      reverse(ids);
    }
    JsonObject first = page("?limit=3&order=" + order);
    JsonObject second = follow(first, "next");
    JsonObject last = follow(second, "next");

    assertThat(shown(first)).isEqualTo(ids.subList(0, 3));
    assertThat(shown(second)).isEqualTo(ids.subList(3, 6));
    assertThat(shown(last)).isEqualTo(ids.subList(6, 7));
    assertThat(first.has("previous")).isFalse();
    assertThat(last.has("next")).isFalse();
    assertThat(follow(last, "previous")).isEqualTo(second);
    assertThat(shown(follow(second, "previous"))).isEqualTo(shown(first));
    assertThat(follow(follow(second, "previous"), "next")).isEqualTo(second);
  }

  @Test
  void aLinkAsksForAsManyInTheSameOrder() throws Exception {
    JsonObject second = follow(page("?limit=2&order=newest"), "next");

    for (String name : List.of("next", "previous")) {
      assertThat(second.getString(name))
          .startsWith("/prism-agent/connections?offset=" + (name.equals("next") ? 4 : 0) + "&")
          .contains("&limit=2&", "&order=newest");
    }
  }

  @ParameterizedTest
  @CsvSource({"0,0,3", "2,2,5", "6,6,7", "7,7,7", "10000,7,7"})
  void anOffsetSkips(int offset, int from, int to) throws Exception {
    JsonObject page = page("?limit=3&offset=" + offset);

    assertThat(shown(page)).isEqualTo(ids.subList(from, to));
    assertThat(page.has("next")).isEqualTo(to < 7);
    if (from > 0 && from < 7) {
      assertThat(shown(follow(page, "previous")))
          .isEqualTo(ids.subList(Math.max(0, from - 3), from));
    }
  }

  @Test
  void whatIsDeletedBetweenHidesNoOther() throws Exception {
    JsonObject first = page("?limit=3");

    delete(0, 2, 4);

    JsonObject second = follow(first, "next");
    assertThat(shown(second)).containsExactly(ids.get(3), ids.get(5), ids.get(6));
    assertThat(shown(follow(second, "previous"))).containsExactly(ids.get(1));
  }

  @Test
  void whatIsCreatedBetweenRepeatsNoOther() throws Exception {
    JsonObject newest = page("?limit=3&order=newest");
    JsonObject all = page("");

    create();

    JsonObject older = follow(newest, "next");
    assertThat(shown(older)).containsExactly(ids.get(3), ids.get(2), ids.get(1));
    assertThat(follow(older, "previous").objects("contents")).isEqualTo(newest.objects("contents"));
    assertThat(shown(follow(follow(older, "previous"), "previous"))).containsExactly(ids.get(7));
    assertThat(all.has("next")).isFalse();
    assertThat(shown(page("?offset=7"))).containsExactly(ids.get(7));
  }

  @Test
  void aThreadIsFound() throws Exception {
    String thid = page("?limit=1&offset=4").objects("contents").get(0).getString("thid");

    assertThat(shown(page("?thid=" + thid))).containsExactly(ids.get(4));
    assertThat(shown(page("?limit=1&order=newest&thid=" + thid))).containsExactly(ids.get(4));
    assertThat(page("?limit=1&thid=" + thid).names()).doesNotContain("next", "previous");
    assertThat(shown(page("?thid=" + UUID.randomUUID()))).isEmpty();
    assertThat(shown(page("?thid="))).isEqualTo(ids);
  }

  private void create() throws Exception {
    ids.add(caller.post("/connections", "{}").json().getString("connectionId"));
  }

  private void delete(int... places) throws Exception {
    for (int place : places) {
      assertThat(
              caller
                  .call("DELETE", "/connections/" + ids.get(place), Optional.empty(), "")
                  .status())
          .isEqualTo(204);
    }
  }

  private JsonObject page(String query) throws Exception {
    return caller.get("/connections" + query).json();
  }

  private JsonObject follow(JsonObject page, String name) throws Exception {
    return new Caller(server.url()).get(page.getString(name)).json();
  }

  private static List<String> shown(JsonObject page) {
    return page.objects("contents").stream().map(each -> each.getString("connectionId")).toList();
  }
}
