package dev.linkspan.workflows.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileDiffTest {

  @Test
  void showsTheChangedLinesOfAListAndTheirNumbers() {
    PropertiesText before =
        PropertiesText.parse(
            "# one\nlisteners=A://h:1,\\\n  B://h:2,\\\n  C://h:3\nssl.key.password=s3cret");
    PropertiesText after =
        before
            .with("listeners", "A://h:1,B://h:20,C://h:3")
            .with("advertised.listeners", "A://h:1");
    assertThat(FileDiff.of(before, after, "/etc/kafka/server.properties"))
        .isEqualTo(
            """
            --- /etc/kafka/server.properties
            +++ /etc/kafka/server.properties
            @@ -3 +3 @@
            -  B://h:2,\\
            +  B://h:20,\\
            @@ -5,0 +6 @@
            +advertised.listeners=A://h:1
            """);
  }

  @Test
  void isEmptyWhereNothingChanges() {
    PropertiesText file = PropertiesText.parse("listeners=A://h:1\n");
    assertThat(FileDiff.of(file, file, "f")).isEmpty();
  }

  @Test
  void showsNoLineThatAStrayBackslashHasMadePartOfAList() {
    PropertiesText before = PropertiesText.parse("listeners=A://h:1,\\\nssl.key.password=s3cret\n");
    PropertiesText after = before.with("listeners", "A://h:1,ssl.key.password=s3cret,B://h:2");
    assertThat(FileDiff.of(before, after, "f"))
        .isEqualTo("--- f\n+++ f\n@@ -2 +2 @@\n-(not shown)\n+(not shown)\n");
  }

  @Test
  void showsTheLinesOfSettingsThatChangeComeAndGo() {
    PropertiesText before =
        PropertiesText.parse("a=1\nssl.key.password=s3cret\nb=2\nb=3\nd=4\nlast=x");
    PropertiesText after = before.with(Map.of("a", "7", "c", "5"), List.of("b"));

    assertThat(after.text()).isEqualTo("a=7\nssl.key.password=s3cret\nd=4\nlast=x\nc=5\n");
    assertThat(FileDiff.of(before, after, "f", Set.of("a", "b", "c")))
        .isEqualTo(
            """
            --- f
            +++ f
            @@ -1 +1 @@
            -a=1
            +a=7
            @@ -4 +3,0 @@
            -b=3
            @@ -6,0 +5 @@
            +c=5
            """);
  }

  @Test
  void refusesToCompareFilesThatDifferElsewhere() {
    PropertiesText before = PropertiesText.parse("listeners=A://h:1\nssl.key.password=s3cret\n");
    assertThatThrownBy(() -> FileDiff.of(before, before.with("ssl.key.password", "new"), "f"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("more than the wanted settings differs in f");
  }
}
