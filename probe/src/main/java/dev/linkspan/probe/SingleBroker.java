package dev.linkspan.probe;

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
import org.apache.kafka.common.Node;
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
 * One connection to whatever answers at an address, without following what it advertises: a normal
 * client would go on to the advertised names and hide who answered first.
 */
final class SingleBroker implements AutoCloseable {
  private static final int CONNECT_MILLIS = 3_000;
  private static final int ANSWER_MILLIS = 5_000;
  private static final int LARGEST_ANSWER = 16 << 20;

  /** Known to brokers from 2.4 to 4.x. */
  private static final short METADATA_VERSION = 8;

  private static final short CONFIGS_VERSION = 2;
  private static final String MIN_IN_SYNC = "min.insync.replicas";
  private static final int TOPICS_AT_ONCE = 500;

  private final Socket socket;
  private int correlation;

  private SingleBroker(Socket socket) {
    this.socket = socket;
  }

  /** Connects only; whether Kafka is behind it shows with the first question. */
  static SingleBroker connect(String address, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      return new SingleBroker(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Which of these node ids answers here; empty when none of them. A broker describes its own
   * configuration and refuses to describe another's.
   */
  Optional<Integer> nodeId(Collection<Integer> candidates) throws IOException {
    List<String> names = candidates.stream().map(String::valueOf).toList();
    return configs(ConfigResource.Type.BROKER, names, "node.id").stream()
        .filter(result -> result.errorCode() == Errors.NONE.code())
        .map(DescribeConfigsResult::resourceName)
        .map(Integer::valueOf)
        .findFirst();
  }

  /** The brokers it tells clients of this listener to connect to, {@code host:port} by id. */
  Map<Integer, String> advertised() throws IOException {
    MetadataRequest request = new MetadataRequest.Builder(List.of(), false).build(METADATA_VERSION);
    MetadataResponse response = (MetadataResponse) ask(request);
    Map<Integer, String> brokers = new TreeMap<>();
    response.brokers().forEach(node -> brokers.put(node.id(), node.host() + ":" + node.port()));
    return brokers;
  }

  /** Its whole metadata cache. */
  ClusterView view() throws IOException {
    MetadataResponse response =
        (MetadataResponse) ask(MetadataRequest.Builder.allTopics().build(METADATA_VERSION));
    Map<Integer, Node> brokers = new TreeMap<>();
    response.brokers().forEach(node -> brokers.put(node.id(), node));
    List<Replicas> partitions = new ArrayList<>();
    for (var topic : response.data().topics()) {
      for (var p : topic.partitions()) {
        partitions.add(
            new Replicas(
                topic.name(),
                p.partitionIndex(),
                p.leaderId(),
                List.copyOf(p.replicaNodes()),
                List.copyOf(p.isrNodes())));
      }
    }
    return new ClusterView(
        response.data().clusterId(), response.data().controllerId(), brokers, partitions);
  }

  /**
   * The effective {@code min.insync.replicas} of each topic; one that is gone meanwhile is missing.
   * Asked for by key: an Admin would be sent every setting of every topic.
   */
  Map<String, Integer> minInSync(Collection<String> topics) throws IOException {
    List<String> all = List.copyOf(topics);
    Map<String, Integer> found = new TreeMap<>();
    for (int from = 0; from < all.size(); from += TOPICS_AT_ONCE) {
      int to = Math.min(all.size(), from + TOPICS_AT_ONCE);
      for (DescribeConfigsResult topic :
          configs(ConfigResource.Type.TOPIC, all.subList(from, to), MIN_IN_SYNC)) {
        Errors error = Errors.forCode(topic.errorCode());
        if (error == Errors.NONE) {
          found.put(topic.resourceName(), Integer.valueOf(topic.configs().get(0).value()));
        } else if (error != Errors.UNKNOWN_TOPIC_OR_PARTITION) {
          throw new IOException(
              MIN_IN_SYNC + " of " + topic.resourceName() + " cannot be read: " + error.message());
        }
      }
    }
    return found;
  }

  private List<DescribeConfigsResult> configs(
      ConfigResource.Type type, Collection<String> names, String key) throws IOException {
    List<DescribeConfigsResource> questions =
        names.stream()
            .map(
                name ->
                    new DescribeConfigsResource()
                        .setResourceType(type.id())
                        .setResourceName(name)
                        .setConfigurationKeys(List.of(key)))
            .toList();
    DescribeConfigsRequest request =
        new DescribeConfigsRequest.Builder(new DescribeConfigsRequestData().setResources(questions))
            .build(CONFIGS_VERSION);
    return ((DescribeConfigsResponse) ask(request)).data().results();
  }

  private AbstractResponse ask(AbstractRequest request) throws IOException {
    RequestHeader header =
        new RequestHeader(request.apiKey(), request.version(), "linkspan-probe", correlation++);
    ByteBuffer message = request.serializeWithHeader(header);
    ByteBuffer sized = ByteBuffer.allocate(4 + message.remaining());
    sized.putInt(message.remaining()).put(message);
    socket.getOutputStream().write(sized.array());
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int size = in.readInt();
    if (size < 0 || size > LARGEST_ANSWER) {
      throw new IOException("what answers does not speak Kafka's protocol");
    }
    byte[] answer = new byte[size];
    in.readFully(answer);
    return AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
