package dev.linkspan.workflows.plan;

import java.time.Duration;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Times of the clock in a time zone, in the five fields of cron. As in Temporal, a time matches if
 * every field does: with a day of the month and a day of the week, both have to match.
 *
 * @param text minute, hour, day of the month, month, day of the week: {@code 0 6 * * MON-FRI}
 * @param timeZone a name of the tz database: {@code Asia/Singapore}
 */
public record Cron(String text, String timeZone) {
  private static final int LEAST_MINUTES = 5;
  private static final int MINUTES = 60;

  /** A field, in its place in the text. */
  public enum Field {
    MINUTE(0, 0, 59, ""),
    HOUR(1, 0, 23, ""),
    DAY_OF_MONTH(2, 1, 31, ""),
    MONTH(3, 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    /** 0 is Sunday; 7 is read as 0. */
    DAY_OF_WEEK(4, 0, 7, "SUN MON TUE WED THU FRI SAT");

    private final int place;
    private final int least;
    private final int most;
    private final String names;

    Field(int place, int least, int most, String names) {
      this.place = place;
      this.least = least;
      this.most = most;
      this.names = names;
    }

    private int number(String text) {
      int name =
          text.isEmpty()
              ? -1
              : List.of(names.split(" ", -1)).indexOf(text.toUpperCase(Locale.ROOT));
      int number =
          name >= 0 ? name + least : text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : -1;
      if (number < least || number > most) {
        throw new IllegalArgumentException(
            "\"%s\" is not a value for the %s"
                .formatted(text, name().toLowerCase(Locale.ROOT).replace('_', ' ')));
      }
      return number;
    }
  }

  /**
   * Reads five fields.
   *
   * @throws IllegalArgumentException with the problem, if they are no cron expression, if two times
   *     are less than five minutes apart, or if there is no such time zone
   */
  public static Cron of(String text, String timeZone) {
    Cron cron = new Cron(text.strip().replaceAll("\\s+", " "), timeZone);
    if (cron.text.split(" ", -1).length != Field.values().length) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" does not have five fields: minute, hour, day of the month, month, day of"
              + " the week");
    }
    for (Field field : Field.values()) {
      cron.values(field);
    }
    if (cron.leastMinutesApart() < LEAST_MINUTES) {
      throw new IllegalArgumentException(
          "the times of \"" + text + "\" are less than " + LEAST_MINUTES + " minutes apart");
    }
    if (!cron.hasPossibleDay()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" never comes: no month of it has one of these days");
    }
    if (!isTimeZone(timeZone)) {
      throw new IllegalArgumentException(
          "\""
              + timeZone
              + "\" is not a time zone that Temporal knows by this name: UTC, Asia/Singapore, or"
              + " Etc/GMT-8 for UTC+8 are some");
    }
    return cron;
  }

  /**
   * Whether the tz database has it, in which Temporal looks it up; Java also takes offsets such as
   * UTC+8, and has names of its own.
   */
  private static boolean isTimeZone(String name) {
    return ZoneId.getAvailableZoneIds().contains(name) && !name.startsWith("SystemV/");
  }

  /** Whether a month that matches has a day that matches: 30 February never comes. */
  private boolean hasPossibleDay() {
    int first = values(Field.DAY_OF_MONTH).first();
    return values(Field.MONTH).stream().anyMatch(month -> first <= Month.of(month).maxLength());
  }

  /** The values that match, ascending. */
  public SortedSet<Integer> values(Field field) {
    SortedSet<Integer> values = new TreeSet<>();
    for (String part : written(field).split(",", -1)) {
      add(field, part, values);
    }
    if (field == Field.DAY_OF_WEEK && values.remove(Field.DAY_OF_WEEK.most)) {
      values.add(0);
    }
    return values;
  }

  private static void add(Field field, String part, SortedSet<Integer> values) {
    String[] range = part.split("/", -1);
    if (range.length > 2 || (range.length == 2 && !range[1].matches("[1-9][0-9]?"))) {
      throw new IllegalArgumentException("\"" + part + "\" is not a range with a step");
    }
    int step = range.length == 2 ? Integer.parseInt(range[1]) : 1;
    String[] ends = range[0].split("-", 2);
    int from = range[0].equals("*") ? field.least : field.number(ends[0]);
    int to =
        ends.length == 2
            ? field.number(ends[1])
            : range[0].equals("*") || range.length == 2 ? field.most : from;
    if (from > to) {
      throw new IllegalArgumentException("\"" + part + "\" ends before it starts");
    }
    for (int value = from; value <= to; value += step) {
      values.add(value);
    }
  }

  /** At least as long as the longest time between two times in a row. */
  public Duration longestGap() {
    if (restricts(Field.MONTH) || (restricts(Field.DAY_OF_MONTH) && restricts(Field.DAY_OF_WEEK))) {
      return Duration.ofDays(366);
    }
    if (restricts(Field.DAY_OF_MONTH)) {
      return Duration.ofDays(62);
    }
    if (restricts(Field.DAY_OF_WEEK)) {
      return Duration.ofDays(7);
    }
    return restricts(Field.HOUR) ? Duration.ofDays(1) : Duration.ofHours(1);
  }

  private boolean restricts(Field field) {
    return !written(field).equals("*");
  }

  private String written(Field field) {
    return text.split(" ", -1)[field.place];
  }

  private int leastMinutesApart() {
    List<Integer> minutes = new ArrayList<>(values(Field.MINUTE));
    minutes.add(minutes.get(0) + MINUTES);
    int least = MINUTES;
    for (int i = 1; i < minutes.size(); i++) {
      least = Math.min(least, minutes.get(i) - minutes.get(i - 1));
    }
    return least;
  }

  @Override
  public String toString() {
    return "\"" + text + "\" in " + timeZone;
  }
}
