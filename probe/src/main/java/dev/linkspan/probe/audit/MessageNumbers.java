package dev.linkspan.probe.audit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The state of each number: acknowledged, failed, consumed. Numbers are kept in pages. As soon as
 * nothing about a page can change any more, it is dropped and remembered as one bit, so that hours
 * without errors take no memory.
 */
final class MessageNumbers {
  static final int PAGE_SIZE = 1024;

  private final Map<Integer, Page> open = new TreeMap<>();
  private final BitSet done;

  MessageNumbers() {
    this(new Saved(List.of(), ""));
  }

  MessageNumbers(Saved saved) {
    this.done = decode(saved.done());
    for (SavedPage page : saved.open()) {
      open.put(
          page.index(),
          new Page(decode(page.acked()), decode(page.consumed()), decode(page.failed())));
    }
  }

  /**
   * The content for a file: bit sets in Base64.
   *
   * @param done a bit for each page whose numbers were all consumed, and acknowledged or failed
   */
  record Saved(List<SavedPage> open, String done) {}

  /** A bit for each number from {@code index * PAGE_SIZE}. */
  record SavedPage(int index, String acked, String consumed, String failed) {}

  private record Page(BitSet acked, BitSet consumed, BitSet failed) {
    boolean settled() {
      if (consumed.cardinality() < PAGE_SIZE) {
        return false;
      }
      BitSet answered = (BitSet) acked.clone();
      answered.or(failed);
      return answered.cardinality() == PAGE_SIZE;
    }
  }

  void acked(long number) {
    openPage(number)
        .ifPresent(
            page -> {
              page.acked().set(place(number));
              settle(number, page);
            });
  }

  void failed(long number) {
    openPage(number)
        .ifPresent(
            page -> {
              page.failed().set(place(number));
              settle(number, page);
            });
  }

  /** Returns whether this is the first time. */
  boolean consumed(long number) {
    Optional<Page> page = openPage(number).filter(p -> !p.consumed().get(place(number)));
    page.ifPresent(
        p -> {
          p.consumed().set(place(number));
          settle(number, p);
        });
    return page.isPresent();
  }

  /** Numbers that were acknowledged and not consumed, in order. */
  LongStream missing() {
    return open.entrySet().stream()
        .flatMapToLong(
            entry -> {
              BitSet missing = (BitSet) entry.getValue().acked().clone();
              missing.andNot(entry.getValue().consumed());
              long first = (long) entry.getKey() * PAGE_SIZE;
              return missing.stream().mapToLong(place -> first + place);
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
                    index, encode(page.acked()), encode(page.consumed()), encode(page.failed()))));
    return new Saved(pages, encode(done));
  }

  private Optional<Page> openPage(long number) {
    int index = index(number);
    return done.get(index)
        ? Optional.empty()
        : Optional.of(
            open.computeIfAbsent(index, i -> new Page(new BitSet(), new BitSet(), new BitSet())));
  }

  private void settle(long number, Page page) {
    if (page.settled()) {
      open.remove(index(number));
      done.set(index(number));
    }
  }

  private static int index(long number) {
    return Math.toIntExact(number / PAGE_SIZE);
  }

  private static int place(long number) {
    return (int) (number % PAGE_SIZE);
  }

  private static String encode(BitSet bits) {
    return Base64.getEncoder().encodeToString(bits.toByteArray());
  }

  private static BitSet decode(String text) {
    return BitSet.valueOf(Base64.getDecoder().decode(text));
  }
}
