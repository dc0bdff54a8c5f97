package dev.linkspan.activities.tidbcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagesTest {
  record Item(@Nullable String id, String state) {}

  record ItemPage(@Nullable List<Item> items, @Nullable String nextPageToken)
      implements Pages.Page<Item> {}

  private final List<String> queries = new ArrayList<>();

  private List<Item> read(ItemPage... pages) {
    return Pages.all(
        query -> {
          queries.add(query);
          return pages[Math.min(pages.length, queries.size()) - 1];
        },
        Item::id);
  }

  private static ItemPage page(String next, Item... items) {
    return new ItemPage(Arrays.asList(items), next);
  }

  @Test
  void everyPageIsReadWithTheTokenOfTheOneBeforeIt() {
    assertThat(read(page("a b", new Item("1", "")), page("", new Item("2", ""))))
        .extracting(Item::id)
        .containsExactly("1", "2");
    assertThat(queries).containsExactly("?pageSize=100", "?pageSize=100&pageToken=a+b");
  }

  @Test
  void anItemThatMovesToTheNextPageMeanwhileIsOneItem() {
    assertThat(
            read(
                page("2", new Item("1", "CREATING"), new Item("2", "")),
                page("", new Item("1", "ACTIVE"))))
        .containsExactly(new Item("1", "ACTIVE"), new Item("2", ""));
  }

  @Test
  void aListThatIsLeftOutIsEmpty() {
    assertThat(read(new ItemPage(null, null))).isEmpty();
  }

  @Test
  void pagesWithoutAnEndAreAnUnknownOutcome() {
    failsWithAnUnknownOutcome(page("again", new Item("1", "")));
    assertThat(queries).hasSize(2);
  }

  @Test
  void anItemWithoutAnIdIsAnUnknownOutcomeAndNotNothing() {
    failsWithAnUnknownOutcome(page("", new Item(null, "")));
    failsWithAnUnknownOutcome(page("", new Item(" ", "")));
    failsWithAnUnknownOutcome(page("", (Item) null));
  }

  private void failsWithAnUnknownOutcome(ItemPage page) {
    assertThatThrownBy(() -> read(page))
        .isInstanceOfSatisfying(
            TidbCloudException.class,
            e -> assertThat(e.kind()).isEqualTo(TidbCloudException.Kind.UNKNOWN_OUTCOME));
  }
}
