package dev.linkspan.activities.verification;

import java.util.stream.Stream;

/** Drift of the load balancer and its listeners. */
class LoadBalancerDriftTest extends CloudDriftTrial {
  LoadBalancerDriftTest() {
    super("127.144");
  }

  @Override
  Stream<CloudDrift> drifts() {
    return new LoadBalancerDrifts(link()).loadBalancer();
  }
}
