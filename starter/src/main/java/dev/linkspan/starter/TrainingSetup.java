package dev.linkspan.starter;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec.Archive;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.PastVerification;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Standing;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import dev.linkspan.workflows.verification.VerificationActivities.LinkNetwork;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.RequestIdInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The setup of a {@link TrainingRun}: a finished link, with everything that one has. */
final class TrainingSetup {
  static final String NAME = "training";
  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SHA_512 = 128;

  private TrainingSetup() {}

  @SuppressWarnings("deprecation") // A server still says which version of a worker ran.
  static WorkflowExecutionInfo execution() {
    WorkflowExecutionInfo.Builder info =
        WorkflowExecutionInfo.newBuilder()
            .setExecution(
                WorkflowExecution.newBuilder()
                    .setWorkflowId(PrivateLinkSetup.id(NAME))
                    .setRunId("training-run"))
            .setType(WorkflowType.newBuilder().setName("PrivateLinkSetup"))
            .setStartTime(Timestamp.newBuilder().setSeconds(TIME.getEpochSecond()))
            .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    info.getSearchAttributesBuilder()
        .putIndexedFields(SearchAttributes.PHASE.getName(), attribute("Keyword", "\"READY\""))
        .putIndexedFields(SearchAttributes.HEALTH.getName(), attribute("Keyword", "\"healthy\""))
        .putIndexedFields(SearchAttributes.FINDINGS.getName(), attribute("Int", "0"));
    info.getMemoBuilder().putFields("of", attribute("Keyword", "\"training\""));
    info.getAutoResetPointsBuilder().addPointsBuilder().setResettable(true);
    info.getMostRecentWorkerVersionStampBuilder().setBuildId("training");
    return info.build();
  }

  /** What the server says of the workflow of the setup. */
  static DescribeWorkflowExecutionResponse description() {
    DescribeWorkflowExecutionResponse.Builder description =
        DescribeWorkflowExecutionResponse.newBuilder().setWorkflowExecutionInfo(execution());
    description
        .getExecutionConfigBuilder()
        .getUserMetadataBuilder()
        .setSummary(attribute("Keyword", "\"training\""));
    description
        .getWorkflowExtendedInfoBuilder()
        .putRequestIdInfos("training", RequestIdInfo.newBuilder().setBuffered(true).build());
    return description.build();
  }

  private static Payload attribute(String type, String json) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
        .putMetadata("type", ByteString.copyFromUtf8(type))
        .setData(ByteString.copyFromUtf8(json))
        .build();
  }

  static SetupStatus status() {
    Report report =
        new Report(
            TIME,
            NAME,
            List.of(
                Check.passed(Optional.empty(), "connection", "ACTIVE"),
                Check.passed(Optional.of(1), "broker", "runs")));
    List<Finding> findings = Finding.after(report, List.of());
    return new SetupStatus(
        NAME,
        "ap-southeast-1",
        NAME,
        Phase.READY,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of(new Decision(true, NAME, NAME, "ep-1", TIME, null)),
        new Inventory(List.of(new Resource("VPC", "vpc", "vpc-1")), Optional.of(link())),
        Optional.of(report),
        findings,
        PastVerification.after(report, List.of()),
        Optional.empty(),
        Optional.empty(),
        Health.HEALTHY,
        Standing.NEW.after(report, findings));
  }

  private static Plan plan() {
    String digest = "0".repeat(SHA_512);
    String spec =
        SpecTemplate.demo(
            NAME,
            "127.10",
            new Archive("3.7.1", "http://127.0.0.1:1/kafka_2.13-3.7.1.tgz", digest),
            new Archive("17.0.15", "http://127.0.0.1:1/openjdk.tar.gz", digest),
            3,
            List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"),
            "10001");
    return Planner.plan((NewClusterSpec) ((SpecReading.Accepted) SpecReader.read(spec)).spec());
  }

  private static Link link() {
    NodeAddress address = new NodeAddress(NAME, "root", "127.10.0.1", 22, Optional.empty(), "");
    Node node = new Node(address, "127.10.0.1", "/root");
    ExternalListener listener =
        new ExternalListener("EXTERNAL", "0.0.0.0", 39092, "b1.example", 9093, "PLAINTEXT");
    return new Link(
        plan(),
        NAME,
        new LinkNetwork(
            "vpc-1",
            List.of(new ZoneVSwitch("ap-southeast-1a", "vsw-1")),
            List.of(new Instance(NAME, "i-1", "127.10.0.1", Optional.empty())),
            "1"),
        new ClusterAccess(
            node, Mode.COMBINED, Map.of(1, "127.10.0.1"), List.of(1), Map.of(), 9092, 39092),
        List.of(
            new RollingBroker(
                1,
                node,
                new BrokerService("/server.properties", new SystemdUnit("kafka.service")),
                Optional.of(listener))),
        new LoadBalancer(
            "nlb-1", "nlb-1.example", List.of(new ZoneAddress("ap-southeast-1a", "127.10.1.1"))),
        List.of(new ListenerMembers("lsn-1", 9093, 1, Optional.of(1))),
        "epsrv-1",
        "ep-1",
        "plc-1",
        BrokerDomains.EXPECTED);
  }

  /** The progress of this workflow; the setup has one child. */
  static Progress progress(String workflowId) {
    Step step =
        new Step("VPC", State.DONE, Optional.of(TIME), Optional.of(TIME), 1, Optional.empty());
    String setup = PrivateLinkSetup.id(NAME);
    String child = setup + "-kafka";
    return workflowId.equals(setup)
        ? new Progress(setup, NAME, List.of(step), List.of(child), Map.of(child, "VPC"))
        : new Progress(workflowId, NAME, List.of(step), List.of());
  }
}
