package org.entente.transport.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not simply on the public Internet: the special-purpose registries of IANA (RFC
 * 6890 and its successors), as a table of our own, since the predicates of {@link InetAddress} know
 * only some of them. Immutable.
 */
record AddressBlock(BigInteger network, int addressBits, int prefixBits, Use use, String name) {
  enum Use {
    LOOPBACK,
    PRIVATE,
    NEVER
  }

  /** In this order: the first that matches decides. */
  private static final List<AddressBlock> TABLE =
      List.of(
          block("127.0.0.0/8", Use.LOOPBACK, "loopback"),
          block("10.0.0.0/8", Use.PRIVATE, "private"),
          block("172.16.0.0/12", Use.PRIVATE, "private"),
          block("192.168.0.0/16", Use.PRIVATE, "private"),
          block("0.0.0.0/8", Use.NEVER, "unspecified"),
          // Some clouds keep their metadata service here, so it does not count as private.
          block("100.64.0.0/10", Use.NEVER, "carrier-grade NAT"),
          block("169.254.0.0/16", Use.NEVER, "link-local"),
          block("192.0.0.0/24", Use.NEVER, "reserved"),
          block("192.0.2.0/24", Use.NEVER, "documentation"),
          block("192.88.99.0/24", Use.NEVER, "6to4"),
          block("198.18.0.0/15", Use.NEVER, "benchmarking"),
          block("198.51.100.0/24", Use.NEVER, "documentation"),
          block("203.0.113.0/24", Use.NEVER, "documentation"),
          block("224.0.0.0/4", Use.NEVER, "multicast"),
          block("240.0.0.0/4", Use.NEVER, "reserved"),
          block("::1/128", Use.LOOPBACK, "loopback"),
          block("fd00:ec2::/32", Use.NEVER, "cloud metadata"),
          block("fc00::/7", Use.PRIVATE, "unique local"),
          block("::/128", Use.NEVER, "unspecified"),
          block("0:0:0:0:0:ffff::/96", Use.NEVER, "IPv4-mapped"),
          block("::/96", Use.NEVER, "IPv4-compatible"),
          block("64:ff9b::/96", Use.NEVER, "NAT64"),
          block("64:ff9b:1::/48", Use.NEVER, "NAT64"),
          block("fe80::/10", Use.NEVER, "link-local"),
          block("fec0::/10", Use.NEVER, "site-local"),
          block("ff00::/8", Use.NEVER, "multicast"),
          block("2001::/32", Use.NEVER, "Teredo"),
          block("2001::/23", Use.NEVER, "reserved"),
          block("2001:db8::/32", Use.NEVER, "documentation"),
          block("3fff::/20", Use.NEVER, "documentation"),
          block("2002::/16", Use.NEVER, "6to4"),
          // What is left of IPv6 outside global unicast, 2000::/3.
          block("::/3", Use.NEVER, "reserved"),
          block("4000::/2", Use.NEVER, "reserved"),
          block("8000::/1", Use.NEVER, "reserved"));

  /** The block that the address is in; empty for a public one. */
  static Optional<AddressBlock> of(byte[] address) {
    return TABLE.stream().filter(block -> block.contains(address)).findFirst();
  }

  private boolean contains(byte[] address) {
    int rest = addressBits - prefixBits;
    return address.length * 8 == addressBits
        && new BigInteger(1, address).shiftRight(rest).equals(network);
  }

  private static AddressBlock block(String cidr, Use use, String name) {
    int slash = cidr.indexOf('/');
    int prefixBits = Integer.parseInt(cidr.substring(slash + 1));
    byte[] first = literal(cidr.substring(0, slash));
    int addressBits = first.length * 8;
    BigInteger network = new BigInteger(1, first).shiftRight(addressBits - prefixBits);
    return new AddressBlock(network, addressBits, prefixBits, use, name);
  }

  private static byte[] literal(String address) {
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      if (bytes.length == 4 && address.indexOf(':') >= 0) {
        byte[] mapped = new byte[16]; // InetAddress makes IPv4 of the mapped form
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return mapped;
      }
      return bytes;
    } catch (UnknownHostException e) {
      throw new AssertionError("not an address: " + address, e);
    }
  }
}
