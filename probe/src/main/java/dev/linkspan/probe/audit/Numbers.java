package dev.linkspan.probe.audit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What became of each number. Numbers live on pages; a page of which everything is settled is
 * dropped and remembered by one bit, so that hours without trouble take no memory.
 */
final class Numbers {
  static final int PAGE = 1024;

  private final Map<Integer, Page> open = new TreeMap<>();
  private final BitSet done;

  Numbers() {
    this(new Saved(List.of(), ""));
  }

  Numbers(Saved saved) {
    this.done = bits(saved.done());
    for (SavedPage page : saved.open()) {
      open.put(
          page.index(), new Page(bits(page.acked()), bits(page.consumed()), bits(page.failed())));
    }
  }

  /**
   * As it is kept in a file: bit sets in Base64.
   *
   * @param done bit by page index: everything there was acknowledged, or failed, and was consumed
   */
  record Saved(List<SavedPage> open, String done) {}

  /** Bits of the numbers from {@code index * PAGE}. */
  record SavedPage(int index, String acked, String consumed, String failed) {}

  private record Page(BitSet acked, BitSet consumed, BitSet failed) {
    boolean settled() {
      if (consumed.cardinality() < PAGE) {
        return false;
      }
      BitSet answered = (BitSet) acked.clone();
      answered.or(failed);
      return answered.cardinality() == PAGE;
    }
  }

  void acked(long number) {
    Page page = page(number);
    if (page != null) {
      page.acked().set(place(number));
      settle(number, page);
    }
  }

  void failed(long number) {
    Page page = page(number);
    if (page != null) {
      page.failed().set(place(number));
      settle(number, page);
    }
  }

  /** Whether this is the first time. */
  boolean consumed(long number) {
    Page page = page(number);
    if (page == null || page.consumed().get(place(number))) {
      return false;
    }
    page.consumed().set(place(number));
    settle(number, page);
    return true;
  }

  /** Acknowledged and not consumed, in order. */
  LongStream missing() {
    return open.entrySet().stream()
        .flatMapToLong(
            entry -> {
              BitSet missing = (BitSet) entry.getValue().acked().clone();
              missing.andNot(entry.getValue().consumed());
              return missing.stream().mapToLong(place -> (long) entry.getKey() * PAGE + place);
            });
  }

  int openPages() {
    return open.size();
  }

  Saved save() {
    List<SavedPage> pages = new ArrayList<>();
    open.forEach(
        (index, page) ->
            pages.add(
                new SavedPage(
                    index, text(page.acked()), text(page.consumed()), text(page.failed()))));
    return new Saved(pages, text(done));
  }

  private Page page(long number) {
    int index = index(number);
    return done.get(index)
        ? null
        : open.computeIfAbsent(index, i -> new Page(new BitSet(), new BitSet(), new BitSet()));
  }

  private void settle(long number, Page page) {
    if (page.settled()) {
      open.remove(index(number));
      done.set(index(number));
    }
  }

  private static int index(long number) {
    return Math.toIntExact(number / PAGE);
  }

  private static int place(long number) {
    return (int) (number % PAGE);
  }

  private static String text(BitSet bits) {
    return Base64.getEncoder().encodeToString(bits.toByteArray());
  }

  private static BitSet bits(String text) {
    return BitSet.valueOf(Base64.getDecoder().decode(text));
  }
}
