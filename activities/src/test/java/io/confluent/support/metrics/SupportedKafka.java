package io.confluent.support.metrics;

import kafka.Kafka;

/** A vendor's main class around Kafka's. */
public final class SupportedKafka {
  private SupportedKafka() {}

  /** Takes the path of a properties file. */
  public static void main(String[] arguments) throws Exception {
    Kafka.main(arguments);
  }
}
