package org.entente.examples.endurance;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;

/** An inviter and an invitee, and someone who carries the links from one to the other. */
final class Pair implements AutoCloseable {
  private static final String INVITER = "inviter";
  private static final String INVITEE = "invitee";

  private final Progress progress;
  private final PeerProcess inviter;
  private final PeerProcess invitee;
  private final Map<Integer, String> links = new ConcurrentSkipListMap<>();
  private volatile int first;
  private volatile int end;
  private volatile boolean holding;

  /** Starts both. */
  Pair(Path directory, int messages, Random random) throws IOException {
    this.progress = new Progress(messages);
    this.inviter = new PeerProcess(INVITER, directory, freePort(random), messages, progress);
    this.invitee = new PeerProcess(INVITEE, directory, freePort(random), messages, progress);
    progress.listen(this::carry);
  }

  Progress progress() {
    return progress;
  }

  PeerProcess inviter() {
    return inviter;
  }

  PeerProcess invitee() {
    return invitee;
  }

  /** Has so many more connections made, and everything said over them. */
  void connect(int more) {
    first = end;
    end = first + more;
    progress.expect(end);
    sayToInviter();
  }

  /** From now on links are kept back until {@link #handOver}. */
  void hold() {
    holding = true;
  }

  /** Has the invitee accept whatever it was invited to, all at once. */
  void handOver() {
    holding = false;
    links.forEach(this::sayToInvitee);
  }

  void startAgain(PeerProcess peer) throws IOException {
    peer.startAgain();
    if (peer == inviter) {
      sayToInviter();
    } else {
      links.forEach(this::sayToInvitee);
    }
  }

  @Override
  public void close() {
    inviter.close();
    invitee.close();
  }

  private void carry(String from, Note note) {
    if (from.equals(INVITER) && note.is("invited")) {
      links.put(note.number(), note.rest());
      sayToInvitee(note.number(), note.rest());
    }
  }

  private void sayToInviter() {
    for (int number = first; number < end; number++) {
      inviter.say("invite " + number);
    }
  }

  private void sayToInvitee(int number, String link) {
    if (number >= first && !holding) {
      invitee.say("accept " + number + " " + link);
    }
  }

  // Below those that systems give to whoever connects: one of these might be taken, or connect to
  // itself, while the peer is dead.
  private static int freePort(Random random) throws IOException {
    while (true) {
      int port = 20_000 + random.nextInt(10_000);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (BindException e) {
        // another one, then
      }
    }
  }
}
