package dev.linkspan.workflows.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses without host bits.
 *
 * @param network first address, as an unsigned number
 * @param prefix length of the mask in bits, 0 to 32
 */
public record Cidr(long network, int prefix) {
  private static final Pattern SHAPE = Pattern.compile("([0-9.]+)/(0|[1-9][0-9]?)");

  /** What a user wrote: an address and the length of a mask. */
  record Written(Ipv4Address address, int prefix) {
    /** The block that has the address in it. */
    Cidr block() {
      return new Cidr(address.number() & mask(prefix), prefix);
    }

    boolean hasBitsAfterMask() {
      return block().network() != address.number();
    }

    /** What is wrong with bits after the mask. */
    String problem() {
      return "\"" + address + "/" + prefix + "\" has address bits after its mask";
    }
  }

  /** Reads a block that may have address bits after its mask. */
  static Written readWritten(String text) throws InvalidValueException {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches() || !Ipv4Address.isLike(matcher.group(1))) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not an IPv4 address block",
          "Write four numbers and a mask length, for example 10.0.0.0/16; one address alone ends"
              + " in /32.");
    }
    Ipv4Address address = Ipv4Address.read(matcher.group(1), "Use parts from 0 to 255.");
    int prefix = Integer.parseInt(matcher.group(2));
    if (prefix > 32) {
      throw new InvalidValueException(
          Quoted.of(text) + " has a mask of more than 32 bits", "Use a mask from /0 to /32.");
    }
    return new Written(address, prefix);
  }

  static Cidr read(String text) throws InvalidValueException {
    Written written = readWritten(text);
    if (written.hasBitsAfterMask()) {
      throw new InvalidValueException(
          written.problem(), "Write the first address of the block: " + written.block() + ".");
    }
    return written.block();
  }

  /** A block that is known to be valid, for constants. */
  public static Cidr of(String text) {
    try {
      return read(text);
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(e.problem(), e);
    }
  }

  /** How many addresses the block has. */
  public long size() {
    return 1L << (32 - prefix);
  }

  /** The next block of the same size; empty at the end of the address space. */
  Optional<Cidr> next() {
    Cidr next = new Cidr(network + size(), prefix);
    return next.network() >> 32 == 0 ? Optional.of(next) : Optional.empty();
  }

  /** The two halves of a block of more than one address. */
  public List<Cidr> halves() {
    Cidr first = new Cidr(network, prefix + 1);
    return List.of(first, new Cidr(network + first.size(), prefix + 1));
  }

  /** Whether this block contains all of {@code other}. */
  public boolean contains(Cidr other) {
    return prefix <= other.prefix() && (other.network() & mask(prefix)) == network;
  }

  /** Whether the two share an address. */
  public boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  private static long mask(int prefix) {
    return prefix == 0 ? 0 : (0xFFFFFFFFL << (32 - prefix)) & 0xFFFFFFFFL;
  }

  /** As it is written: {@code 10.0.0.0/16}. */
  @Override
  public String toString() {
    return new Ipv4Address(network) + "/" + prefix;
  }
}
