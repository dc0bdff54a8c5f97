package dev.linkspan.probe.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DescribeConfigsRequest;
import org.apache.kafka.common.requests.DescribeConfigsResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * A connection to the broker that answers at an address. A Kafka client follows the addresses that
 * brokers advertise, which hides which broker answered first; this connection doesn't.
 */
public final class BrokerConnection implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
  private static final int READ_TIMEOUT_MILLIS = 5_000;
  private static final int MAX_RESPONSE_BYTES = 16 << 20;

  /** Brokers from 2.4 to 4.x support it. */
  private static final short METADATA_VERSION = 8;

  private static final short CONFIGS_VERSION = 2;
  private static final String MIN_INSYNC_REPLICAS = "min.insync.replicas";
  private static final int TOPICS_PER_REQUEST = 500;

  private final Socket socket;
  private int correlationId;

  private BrokerConnection(Socket socket) {
    this.socket = socket;
  }

  /**
   * Opens a TCP connection. Whether a Kafka broker is behind it shows with the first request.
   *
   * @throws IOException if nothing listens at the address
   */
  public static BrokerConnection connect(HostPort address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_TIMEOUT_MILLIS);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      return new BrokerConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Which of these node IDs the broker has; empty if none of them. A broker describes its own
   * configs and refuses to describe those of another broker.
   *
   * @throws IOException if no Kafka broker answers
   */
  public Optional<Integer> nodeId(Collection<Integer> candidates) throws IOException {
    List<String> names = candidates.stream().map(String::valueOf).toList();
    return describeConfigs(ConfigResource.Type.BROKER, names, "node.id").stream()
        .filter(result -> result.errorCode() == Errors.NONE.code())
        .map(DescribeConfigsResult::resourceName)
        .map(Integer::valueOf)
        .findFirst();
  }

  /**
   * The {@code host:port} that the broker advertises for each node ID on this listener.
   *
   * @throws IOException if no Kafka broker answers
   */
  public Map<Integer, String> advertised() throws IOException {
    MetadataRequest request = new MetadataRequest.Builder(List.of(), false).build(METADATA_VERSION);
    MetadataResponse response = (MetadataResponse) send(request);
    Map<Integer, String> brokers = new TreeMap<>();
    response.brokers().forEach(node -> brokers.put(node.id(), node.host() + ":" + node.port()));
    return brokers;
  }

  /**
   * The broker's whole metadata cache.
   *
   * @throws IOException if no Kafka broker answers
   */
  public MetadataResponse metadata() throws IOException {
    return (MetadataResponse) send(MetadataRequest.Builder.allTopics().build(METADATA_VERSION));
  }

  /**
   * The effective {@code min.insync.replicas} of each topic that still exists. Only this config is
   * requested: an Admin client would receive every config of every topic.
   *
   * @throws IOException if no Kafka broker answers, or if the config of a topic cannot be read
   */
  public Map<String, Integer> minInsyncReplicas(Collection<String> topics) throws IOException {
    List<String> all = List.copyOf(topics);
    Map<String, Integer> found = new TreeMap<>();
    for (int from = 0; from < all.size(); from += TOPICS_PER_REQUEST) {
      int to = Math.min(all.size(), from + TOPICS_PER_REQUEST);
      for (DescribeConfigsResult topic :
          describeConfigs(ConfigResource.Type.TOPIC, all.subList(from, to), MIN_INSYNC_REPLICAS)) {
        Errors error = Errors.forCode(topic.errorCode());
        if (error == Errors.NONE) {
          found.put(topic.resourceName(), Integer.valueOf(topic.configs().get(0).value()));
        } else if (error != Errors.UNKNOWN_TOPIC_OR_PARTITION) {
          throw new IOException(
              "cannot read %s of %s: %s"
                  .formatted(MIN_INSYNC_REPLICAS, topic.resourceName(), error.message()));
        }
      }
    }
    return found;
  }

  private List<DescribeConfigsResult> describeConfigs(
      ConfigResource.Type type, Collection<String> names, String key) throws IOException {
    List<DescribeConfigsResource> resources = new ArrayList<>();
    for (String name : names) {
      resources.add(
          new DescribeConfigsResource()
              .setResourceType(type.id())
              .setResourceName(name)
              .setConfigurationKeys(List.of(key)));
    }
    DescribeConfigsRequest request =
        new DescribeConfigsRequest.Builder(new DescribeConfigsRequestData().setResources(resources))
            .build(CONFIGS_VERSION);
    return ((DescribeConfigsResponse) send(request)).data().results();
  }

  private AbstractResponse send(AbstractRequest request) throws IOException {
    RequestHeader header =
        new RequestHeader(request.apiKey(), request.version(), "linkspan-probe", correlationId++);
    ByteBuffer message = request.serializeWithHeader(header);
    ByteBuffer sized = ByteBuffer.allocate(4 + message.remaining());
    sized.putInt(message.remaining()).put(message);
    socket.getOutputStream().write(sized.array());
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int size = in.readInt();
    if (size < 0 || size > MAX_RESPONSE_BYTES) {
      throw new IOException("the response is not one of Kafka's protocol");
    }
    byte[] response = new byte[size];
    in.readFully(response);
    return AbstractResponse.parseResponse(ByteBuffer.wrap(response), header);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
