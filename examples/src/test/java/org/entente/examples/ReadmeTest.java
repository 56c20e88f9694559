package org.entente.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows is what the build compiles. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- region: ([\\w-]+) -->\n```java\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile("// region ([\\w-]+)\n(.*?)\n *// endregion", Pattern.DOTALL);

  @Test
  void everySnippetIsARegionOfACompiledExample() throws IOException {
    Map<String, String> regions = regions();

    Map<String, String> snippets = matches(SNIPPET, Files.readString(ROOT.resolve("README.md")));

    assertThat(snippets).isNotEmpty();
    assertThat(regions).containsAllEntriesOf(snippets);
  }

  @Test
  void everyRegionIsShown() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));

    assertThat(matches(SNIPPET, readme).keySet()).containsAll(regions().keySet());
  }

  @Test
  void everyFileThatIsLinkedExists() throws IOException {
    Matcher links =
        Pattern.compile("\\]\\((?!https?:|#)([^)#]+)")
            .matcher(Files.readString(ROOT.resolve("README.md")));

    List<String> files = links.results().map(link -> link.group(1)).toList();

    assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(ROOT.resolve(file)).exists());
  }

  private static Map<String, String> regions() throws IOException {
    Map<String, String> regions = new LinkedHashMap<>();
    for (String tree : List.of("examples/src/main/java", "examples/src/test/java")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(tree))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          matches(REGION, Files.readString(file))
              .forEach((name, text) -> regions.put(name, text.stripIndent().strip()));
        }
      }
    }
    return regions;
  }

  private static Map<String, String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
  }
}
