package dev.linkspan.workflows.rollout;

import java.util.List;

/** The names of one broker's steps in a rollout. */
record BrokerStepNames(int nodeId) {

  /** The steps that every broker has, in their order. */
  List<String> all() {
    return List.of(change(), inSync(), backends(), leaders());
  }

  String change() {
    return name("restarted");
  }

  String inSync() {
    return name("in sync");
  }

  String backends() {
    return name("behind the load balancer");
  }

  String leaders() {
    return name("leads again");
  }

  /** Only where a rollout was cancelled while the broker was down, and it did not start. */
  String back() {
    return name("back before the rollout ends");
  }

  private String name(String what) {
    return "Broker " + nodeId + " " + what;
  }
}
