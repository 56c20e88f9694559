package org.entente.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.entente.connection.ConnectionTransitions.Row;
import org.junit.jupiter.api.Test;

/**
 * Keeps the diagram in the architecture page the table's. After a change of the table, {@code mvn
 * -pl core test -Dtest=StateDiagramTest -Dentente.rewrite=true} draws it anew.
 */
class StateDiagramTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).resolve("../docs/architecture.md");
  private static final String BEGIN = "<!-- states -->\n";
  private static final String END = "<!-- /states -->\n";

  @Test
  void theDiagramInTheArchitecturePageShowsTheTable() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);

    if (Boolean.getBoolean("entente.rewrite")) {
      Files.writeString(PAGE, page.substring(0, begin) + diagram() + page.substring(end));
      return;
    }

    assertThat(page.substring(begin, end))
        .as("the diagram; to draw it anew, run this test with -Dentente.rewrite=true")
        .isEqualTo(diagram());
  }

  private static String diagram() {
    Map<String, StringJoiner> arrows = new LinkedHashMap<>();
    for (Row row : ConnectionTransitions.ROWS) {
      String from = row.from() == null ? "[*]" : row.from().toString();
      arrows
          .computeIfAbsent(from + " --> " + row.to(), arrow -> new StringJoiner(", "))
          .add(row.on().toString());
    }
    StringBuilder diagram = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    arrows.forEach(
        (arrow, events) ->
            diagram.append("  ").append(arrow).append(" : ").append(events).append('\n'));
    for (ConnectionState state : ConnectionState.values()) {
      if (isFinal(state)) {
        diagram.append("  ").append(state).append(" --> [*]\n");
      }
    }
    return diagram.append("```\n").toString();
  }

  private static boolean isFinal(ConnectionState state) {
    return ConnectionTransitions.ROWS.stream()
        .noneMatch(row -> row.from() == state && row.to() != state);
  }
}
