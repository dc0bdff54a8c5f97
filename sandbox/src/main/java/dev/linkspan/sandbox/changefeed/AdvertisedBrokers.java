package dev.linkspan.sandbox.changefeed;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Asks a broker which addresses the brokers advertise, on a single connection. Kafka's clients
 * connect to the advertised names at once, so they cannot report a name that leads nowhere.
 */
final class AdvertisedBrokers {
  private static final short VERSION = 5;
  private static final int MILLIS = 5000;
  private static final int MAX_RESPONSE_BYTES = 1 << 20;

  private AdvertisedBrokers() {}

  /**
   * Asks the first address that responds.
   *
   * @throws IOException if none responds
   */
  static Collection<Node> ask(List<String> addresses, int port) throws IOException {
    IOException problem = new IOException("no address");
    for (String address : addresses) {
      try {
        return ask(new InetSocketAddress(address, port));
      } catch (IOException e) {
        String reason =
            e.getMessage() == null ? "the connection is closed at once" : e.getMessage();
        problem =
            new IOException("no broker answers at " + address + ":" + port + ": " + reason, e);
      }
    }
    throw problem;
  }

  private static Collection<Node> ask(InetSocketAddress address) throws IOException {
    RequestHeader header = new RequestHeader(ApiKeys.METADATA, VERSION, "changefeed", 1);
    ByteBuffer request =
        new MetadataRequest.Builder(List.of(), false).build(VERSION).serializeWithHeader(header);
    byte[] message = new byte[Integer.BYTES + request.remaining()];
    ByteBuffer.wrap(message).putInt(request.remaining()).put(request);
    try (Socket socket = new Socket()) {
      socket.connect(address, MILLIS);
      socket.setSoTimeout(MILLIS);
      socket.getOutputStream().write(message);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readInt();
      if (length < 0 || length > MAX_RESPONSE_BYTES) {
        throw new IOException("the response does not come from Kafka");
      }
      ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(length));
      return ((MetadataResponse) AbstractResponse.parseResponse(answer, header)).brokers();
    }
  }
}
