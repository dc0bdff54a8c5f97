package dev.linkspan.probe;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
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
 * One connection to whatever answers at an address, without following what it advertises: a normal
 * client would go on to the advertised names and hide who answered first.
 */
final class SingleBroker implements AutoCloseable {
  private static final int CONNECT_MILLIS = 3_000;
  private static final int ANSWER_MILLIS = 5_000;
  private static final int LARGEST_ANSWER = 4 << 20;

  /** Known to brokers from 2.4 to 4.x. */
  private static final short METADATA_VERSION = 8;

  private static final short CONFIGS_VERSION = 2;

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
    List<DescribeConfigsResource> questions =
        candidates.stream()
            .map(
                id ->
                    new DescribeConfigsResource()
                        .setResourceType(ConfigResource.Type.BROKER.id())
                        .setResourceName(String.valueOf(id))
                        .setConfigurationKeys(List.of("node.id")))
            .toList();
    DescribeConfigsRequest request =
        new DescribeConfigsRequest.Builder(new DescribeConfigsRequestData().setResources(questions))
            .build(CONFIGS_VERSION);
    DescribeConfigsResponse response = (DescribeConfigsResponse) ask(request);
    return response.data().results().stream()
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
