package dev.linkspan.starter;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.listeners.AccessSettings;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import dev.linkspan.workflows.survey.ClusterSurvey;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A survey that finds a sound cluster at once. The name of the setup can choose another result:
 * {@code unfit} has two problems, {@code crashed} fails, {@code risky} and {@code at-risk} have a
 * topic with one replica, {@code slow} never ends with three brokers, and {@code restless} lacks a
 * broker with two.
 */
public final class FakeSurvey implements ClusterSurvey {
  @Override
  public Survey run(SurveyRequest request) {
    String name = request.owner().setup();
    if (name.equals("unfit")) {
      throw Failures.needsPerson(
          "10.0.0.11 has no Kafka;\n10.0.64.11 is of another cluster", "Correct the spec.");
    }
    if (name.equals("restless") && request.brokers().size() == 2) {
      throw Failures.needsPerson("not registered in the cluster: broker [2]", "Start it.");
    }
    if (name.equals("crashed")) {
      throw ApplicationFailure.newNonRetryableFailure("the survey broke", "Defect");
    }
    if (name.equals("slow") && request.brokers().size() == 3) {
      Workflow.await(() -> false);
    }
    return found(request, name.endsWith("risk") || name.equals("risky"));
  }

  private static Survey found(SurveyRequest request, boolean risky) {
    List<SurveyedBroker> brokers =
        IntStream.range(0, request.brokers().size())
            .mapToObj(i -> broker(request.brokers().get(i), i + 1))
            .toList();
    List<Integer> ids = brokers.stream().map(b -> b.facts().nodeId()).toList();
    return new Survey(
        Mode.COMBINED,
        new ClusterAccess(
            brokers.get(0).node(),
            Mode.COMBINED,
            Map.of(),
            ids,
            Map.of(),
            9092,
            39092,
            request.externalListener()),
        new ClusterFacts(
            "cluster-of-old",
            ids,
            1,
            ids,
            Map.of(),
            3,
            9,
            risky ? List.of(new TopicAtRisk("payments", 6, 1, 1, "has one copy")) : List.of(),
            List.of(),
            Map.of(),
            List.of(),
            Optional.empty()),
        "10.0.0.0/16",
        brokers);
  }

  private static SurveyedBroker broker(AskedBroker asked, int nodeId) {
    String address = asked.ssh().address();
    Node node =
        new Node(
            new NodeAddress(address, "root", address, 22, Optional.empty(), "key"),
            address,
            "/root/.linkspan");
    return new SurveyedBroker(
        asked,
        node,
        new FoundInstance(address, "i-" + nodeId, "ap-southeast-1a"),
        new BrokerFacts(
            nodeId,
            false,
            true,
            List.of(new Listener("INSIDE", address, 9092)),
            List.of(new Listener("INSIDE", address, 9092)),
            Map.of("INSIDE", "PLAINTEXT"),
            "INSIDE",
            List.of("/data"),
            Optional.of("cluster-of-old"),
            "sum",
            "3.7.1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of(new AccessSettings("", List.of(), false)),
            Optional.empty()),
        new ListenerEdit("/opt/server.properties", "a", "b", "+listener " + nodeId, Map.of()));
  }

  @Override
  public void retry(Command command) {}

  @Override
  public Progress progress() {
    return new Progress(
        Workflow.getInfo().getWorkflowId(),
        "Survey",
        List.of(
            new Step(
                "SSH to 10.0.0.11",
                State.DONE,
                Optional.of(Instant.parse("2026-11-24T00:00:00Z")),
                Optional.of(Instant.parse("2026-11-24T00:00:01Z")),
                1,
                Optional.empty())),
        List.of());
  }
}
