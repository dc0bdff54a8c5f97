package dev.linkspan.starter.temporal;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.visibility.SearchAttributeRegistration;
import dev.linkspan.workflows.visibility.SearchAttributeRegistration.Outcome;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceImplBase;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Namespaces that allow, refuse, or do not know the registration of search attributes. */
class SearchAttributeRegistrationTest {
  private static final String PHASE = SearchAttributes.PHASE.getName();

  private final Map<String, IndexedValueType> registered = new TreeMap<>();
  private Status listAnswer = Status.OK;
  private Status addAnswer = Status.OK;
  private Server server;
  private ManagedChannel channel;
  private WorkflowServiceStubs service;

  @BeforeEach
  void startServer() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server = InProcessServerBuilder.forName(name).addService(new Operator()).build().start();
    channel = InProcessChannelBuilder.forName(name).build();
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build());
  }

  @AfterEach
  void stopServer() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void missingOnesAreRegistered() {
    registered.put(PHASE, INDEXED_VALUE_TYPE_KEYWORD);

    Outcome outcome = register();

    assertThat(outcome.usable()).isEqualTo(SearchAttributes.NAMES);
    assertThat(outcome.added()).hasSize(3).doesNotContain(PHASE);
    assertThat(outcome.warning()).isEmpty();
    assertThat(registered.keySet()).isEqualTo(SearchAttributes.NAMES);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"PERMISSION_DENIED", "UNIMPLEMENTED", "INVALID_ARGUMENT"})
  void aNamespaceThatRefusesTheRegistrationKeepsWhatItHas(Status.Code code) {
    registered.put(PHASE, INDEXED_VALUE_TYPE_KEYWORD);
    addAnswer = code.toStatus();

    Outcome outcome = register();

    assertThat(outcome.usable()).isEqualTo(Set.of(PHASE));
    assertThat(outcome.warning().orElseThrow())
        .contains(
            "LinkspanFindings, LinkspanHealth, LinkspanRegion",
            code.name(),
            "Setups run without them")
        .doesNotContain(PHASE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"PERMISSION_DENIED", "UNIMPLEMENTED", "INVALID_ARGUMENT"})
  void aNamespaceThatCannotBeListedHasNoUsableOnes(Status.Code code) {
    listAnswer = code.toStatus();

    Outcome outcome = register();

    assertThat(outcome.usable()).isEmpty();
    assertThat(outcome.warning().orElseThrow()).contains(code.name());
  }

  @Test
  void oneThatExistsWithAnotherTypeIsNotUsable() {
    registered.put(PHASE, INDEXED_VALUE_TYPE_TEXT);

    Outcome outcome = register();

    assertThat(outcome.usable()).doesNotContain(PHASE).hasSize(3);
    assertThat(outcome.warning().orElseThrow()).contains(PHASE, "a type other than Keyword");
  }

  @Test
  void aServerThatCannotBeReachedIsNotTakenForARefusal() {
    listAnswer = Status.INTERNAL;

    assertThatThrownBy(this::register).isInstanceOf(StatusRuntimeException.class);
  }

  private Outcome register() {
    return SearchAttributeRegistration.register(service, "default");
  }

  private final class Operator extends OperatorServiceImplBase {
    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> answer) {
      if (!listAnswer.isOk()) {
        answer.onError(listAnswer.asRuntimeException());
        return;
      }
      answer.onNext(
          ListSearchAttributesResponse.newBuilder().putAllCustomAttributes(registered).build());
      answer.onCompleted();
    }

    @Override
    public void addSearchAttributes(
        AddSearchAttributesRequest request, StreamObserver<AddSearchAttributesResponse> answer) {
      Status status =
          request.getSearchAttributesMap().keySet().stream().anyMatch(registered::containsKey)
              ? Status.ALREADY_EXISTS
              : addAnswer;
      if (!status.isOk()) {
        answer.onError(status.asRuntimeException());
        return;
      }
      registered.putAll(request.getSearchAttributesMap());
      answer.onNext(AddSearchAttributesResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
