package dev.linkspan.sandbox.machines;

import java.net.InetSocketAddress;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.forward.DirectTcpipFactory;
import org.apache.sshd.server.forward.TcpipServerChannel;

/**
 * Forwards connections from the machine's own address, so that the next machine's security group
 * sees the right source.
 */
final class SourceAddressForwarding extends DirectTcpipFactory {
  private final String address;

  SourceAddressForwarding(String address) {
    this.address = address;
  }

  @Override
  public Channel createChannel(Session session) {
    TcpipServerChannel channel = new TcpipServerChannel(getType(), getExecutorService());
    channel.setLocalAddress(new InetSocketAddress(address, 0));
    return channel;
  }
}
