package dev.linkspan.activities.verification;

import java.util.stream.Stream;

/** Drift of the network. */
class NetworkDriftTest extends CloudDriftTrial {
  NetworkDriftTest() {
    super("127.143");
  }

  @Override
  Stream<CloudDrift> drifts() {
    return new NetworkDrifts(link()).network();
  }
}
