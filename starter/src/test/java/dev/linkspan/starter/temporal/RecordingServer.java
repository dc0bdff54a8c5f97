package dev.linkspan.starter.temporal;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc.HealthImplBase;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A Temporal server without workflows, which remembers who listed them, and where. */
public final class RecordingServer extends WorkflowServiceImplBase
    implements ServerInterceptor, AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server;
  private Optional<String> namespace = Optional.empty();
  private Optional<String> authorization = Optional.empty();

  /**
   * @param tls the certificate of the server, which only the owner of the same one may call; empty
   *     for a server without TLS
   */
  public RecordingServer(Optional<TlsFiles> tls) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    if (tls.isPresent()) {
      builder.sslContext(
          GrpcSslContexts.forServer(tls.get().certificate().toFile(), tls.get().key().toFile())
              .trustManager(tls.get().certificate().toFile())
              .clientAuth(ClientAuth.REQUIRE)
              .build());
    }
    this.server =
        builder.addService(this).addService(new Serving()).intercept(this).build().start();
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** The namespace of the last list. */
  public Optional<String> namespace() {
    return namespace;
  }

  /** The header of the last call. */
  public Optional<String> authorization() {
    return authorization;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    authorization = Optional.ofNullable(headers.get(AUTHORIZATION));
    return next.startCall(call, headers);
  }

  @Override
  public void getSystemInfo(
      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
    answer.onNext(GetSystemInfoResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void listWorkflowExecutions(
      ListWorkflowExecutionsRequest request,
      StreamObserver<ListWorkflowExecutionsResponse> answer) {
    namespace = Optional.of(request.getNamespace());
    answer.onNext(ListWorkflowExecutionsResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void describeWorkflowExecution(
      DescribeWorkflowExecutionRequest request,
      StreamObserver<DescribeWorkflowExecutionResponse> answer) {
    answer.onError(Status.NOT_FOUND.asRuntimeException());
  }

  private static final class Serving extends HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      answer.onNext(
          HealthCheckResponse.newBuilder()
              .setStatus(HealthCheckResponse.ServingStatus.SERVING)
              .build());
      answer.onCompleted();
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
