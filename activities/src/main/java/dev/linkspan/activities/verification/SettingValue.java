package dev.linkspan.activities.verification;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Values of settings as people write them and as Kafka describes them. */
final class SettingValue {
  private static final String NUMBER =
      "[+-]?([0-9]{1,20}([.][0-9]{0,20})?|[.][0-9]{1,20})(e[+-]?[0-9]{1,2})?";

  private SettingValue() {}

  /** Whether Kafka reads both as the same: {@code a, b} and {@code a,b}, {@code 072} and 72. */
  static boolean isSame(String one, String other) {
    return normal(one).equals(normal(other));
  }

  private static List<String> normal(String value) {
    return Stream.of(value.split(",", -1))
        .map(String::strip)
        .map(entry -> entry.toLowerCase(Locale.ROOT))
        .map(SettingValue::number)
        .toList();
  }

  private static String number(String text) {
    return text.matches(NUMBER) ? new BigDecimal(text).stripTrailingZeros().toPlainString() : text;
  }
}
