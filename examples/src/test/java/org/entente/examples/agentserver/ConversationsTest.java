package org.entente.examples.agentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.examples.AgentData;
import org.entente.examples.agentserver.Conversations.Page;
import org.entente.examples.agentserver.Conversations.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was said over each connection. */
class ConversationsTest {
  private static final Instant NOW = Instant.parse("2023-08-23T22:54:38.02004Z");

  private final Conversations conversations;

  ConversationsTest() throws Exception {
    conversations = Conversations.open(new AgentData(Optional.empty(), Optional.empty()));
  }

  @AfterEach
  void close() {
    conversations.close();
  }

  @Test
  void whatIsHandedOverTwiceIsKeptOnce() {
    assertThat(say("a", "1", "hello")).isPresent();
    assertThat(say("a", "1", "hello")).isEmpty();
    assertThat(say("b", "1", "hello")).isPresent();

    assertThat(conversations.list("a", 0, 100).messages()).hasSize(1);
  }

  @Test
  void aPageIsAsManyMessagesAsAreAskedForOrAMillionCharacters() {
    String third = "x".repeat(350_000);
    List.of("1", "2", "3", "4", "5").forEach(id -> say("a", id, third));
    say("a", "6", "x".repeat(1_040_000));
    say("a", "7", "short");

    List<Integer> sizes = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    Page page = conversations.list("a", 0, 100);
    while (true) {
      sizes.add(page.messages().size());
      page.messages().stream().map(Said::id).forEach(ids::add);
      if (!page.hasMore()) {
        break;
      }
      long last = page.messages().get(page.messages().size() - 1).place();
      page = conversations.list("a", last, 100);
    }

    assertThat(sizes).containsExactly(2, 2, 1, 1, 1);
    assertThat(ids).containsExactly("1", "2", "3", "4", "5", "6", "7");
    assertThat(conversations.list("a", 0, 1).hasMore()).isTrue();
    assertThat(conversations.list("a", 0, 1).messages()).hasSize(1);
  }

  @Test
  void whatWasGivenUpIsRemembered() {
    say("a", "1", "hello");
    say("a", "2", "hello");

    conversations.giveUp("a", "1");

    assertThat(conversations.list("a", 0, 100).messages())
        .extracting(Said::isGivenUp)
        .containsExactly(true, false);
  }

  private Optional<Said> say(String connection, String id, String content) {
    return conversations.add(connection, id, true, content, NOW);
  }
}
