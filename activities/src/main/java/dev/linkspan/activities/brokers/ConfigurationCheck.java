package dev.linkspan.activities.brokers;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Properties;

/**
 * Runs on a broker's machine with the broker's own class path, in any Java that Kafka supports:
 * lets Kafka's configuration class read a {@code server.properties} from the input, and prints
 * {@code accepted}, {@code refused: REASON}, or {@code unknown: REASON}. Kafka ignores keys that it
 * does not know; those in the system property {@code linkspan.settings} are refused then. Opens no
 * port and no data folder.
 */
public final class ConfigurationCheck {
  private ConfigurationCheck() {}

  /**
   * Takes the {@code key=value} of each {@code --override} that the broker was started with.
   *
   * @throws IOException if the input cannot be read
   */
  public static void main(String[] overrides) throws IOException {
    Properties properties = new Properties();
    properties.load(System.in);
    for (String override : overrides) {
      int sign = override.indexOf('=');
      properties.setProperty(
          sign < 0 ? override : override.substring(0, sign), override.substring(sign + 1));
    }
    PrintStream out = System.out;
    // Loggers may write to the standard output.
    System.setOut(System.err);
    out.println(verdict(properties));
  }

  /** {@code KafkaConfig.fromProps} is what {@code kafka.Kafka} calls, in Kafka 3 and 4. */
  private static String verdict(Properties properties) {
    try {
      Object config =
          Class.forName("kafka.server.KafkaConfig")
              .getMethod("fromProps", Properties.class)
              .invoke(null, properties);
      String settings = System.getProperty("linkspan.settings", "");
      return settings.isEmpty() ? "accepted" : verdict(config, settings);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      boolean refused = isConfigException(cause) || cause instanceof IllegalArgumentException;
      return (refused ? "refused: " : "unknown: ") + cause.getMessage();
    } catch (ReflectiveOperationException | LinkageError e) {
      return "unknown: " + e;
    }
  }

  private static String verdict(Object config, String settings)
      throws ReflectiveOperationException {
    Map<?, ?> known = (Map<?, ?>) config.getClass().getMethod("values").invoke(config);
    for (String key : settings.split(",", -1)) {
      if (!known.containsKey(key)) {
        return "refused: this version of Kafka does not know the setting " + key;
      }
    }
    return "accepted";
  }

  private static boolean isConfigException(Throwable cause) {
    for (Class<?> type = cause.getClass(); type != Object.class; type = type.getSuperclass()) {
      if (type.getName().equals("org.apache.kafka.common.config.ConfigException")) {
        return true;
      }
    }
    return false;
  }
}
