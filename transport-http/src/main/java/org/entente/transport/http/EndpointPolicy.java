package org.entente.transport.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entente.transport.Answer;

/**
 * Says which endpoints may be sent to, so that a peer's DID cannot make us call into our own
 * network. Immutable.
 *
 * <p>{@link #strict()} allows {@code https} to public addresses on any port. Addresses are judged
 * after the name was resolved, all of them, and the connection goes to a judged address.
 * Link-local, shared, multicast, reserved and translated addresses are never allowed.
 *
 * <pre>{@code
 * EndpointPolicy.strict().allowHttp().allowLoopback() // to try two agents on one machine
 * EndpointPolicy.strict().allowPorts(443)
 * }</pre>
 */
public final class EndpointPolicy {
  private static final EndpointPolicy STRICT = new EndpointPolicy(false, false, false, Set.of());

  private final boolean loopback;
  private final boolean privates;
  private final boolean http;
  private final Set<Integer> ports;

  private EndpointPolicy(boolean loopback, boolean privates, boolean http, Set<Integer> ports) {
    this.loopback = loopback;
    this.privates = privates;
    this.http = http;
    this.ports = ports;
  }

  /** {@code https} and public addresses only. */
  public static EndpointPolicy strict() {
    return STRICT;
  }

  /** Also this machine: {@code 127.0.0.0/8} and {@code ::1}. */
  public EndpointPolicy allowLoopback() {
    return new EndpointPolicy(true, privates, http, ports);
  }

  /**
   * Also private networks: {@code 10.0.0.0/8}, {@code 172.16.0.0/12}, {@code 192.168.0.0/16} and
   * {@code fc00::/7}. Loopback is not among them.
   */
  public EndpointPolicy allowPrivate() {
    return new EndpointPolicy(loopback, true, http, ports);
  }

  /**
   * Also {@code http}. Messages are encrypted either way; over {@code https} it is hidden, too, to
   * whom they go. Many PRISM and Identus agents are reached by {@code http}.
   */
  public EndpointPolicy allowHttp() {
    return new EndpointPolicy(loopback, privates, true, ports);
  }

  /** Only these ports; without arguments, any port again. */
  public EndpointPolicy allowPorts(int... allowed) {
    return new EndpointPolicy(
        loopback,
        privates,
        http,
        IntStream.of(allowed).boxed().collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Judges what can be judged before a name is resolved.
   *
   * @throws UndeliverableException if the endpoint is not allowed
   */
  void judge(Target target) {
    if (!http && !target.scheme().equals("https")) {
      throw refused("it is not https; EndpointPolicy.allowHttp() would allow it");
    }
    if (!ports.isEmpty() && !ports.contains(target.port())) {
      throw refused("the port is not allowed");
    }
    Target.literal(target.host()).ifPresent(address -> judge(List.of(address)));
  }

  /**
   * Judges all addresses of a name.
   *
   * @throws UndeliverableException if one of them is not allowed
   */
  void judge(List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      Optional<AddressBlock> block = AddressBlock.of(address.getAddress());
      if (block.isPresent()) {
        judge(block.get());
      }
    }
  }

  private void judge(AddressBlock block) {
    switch (block.use()) {
      case LOOPBACK -> {
        if (!loopback) {
          throw refused(block.name() + " address; EndpointPolicy.allowLoopback() would allow it");
        }
      }
      case PRIVATE -> {
        if (!privates) {
          throw refused(block.name() + " address; EndpointPolicy.allowPrivate() would allow it");
        }
      }
      case NEVER -> throw refused(block.name() + " address");
    }
  }

  private static UndeliverableException refused(String why) {
    return new UndeliverableException(Answer.impossible("the endpoint is refused: " + why));
  }
}
