package org.entente.benchmarks;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.message.Message;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Steps of a conversation with a known peer, each beside its {@link Floor}: a small authenticated
 * envelope packed and unpacked, a DID made with its keys; and a DID resolved that was before.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class MessageBenchmark {
  private Correspondents correspondents;
  private byte[] packed;

  private Floor floor;
  private Floor.Party alice;
  private Floor.Party bob;
  private Floor.Envelope envelope;

  /** Acquaints both with each other. */
  @Setup
  public void setUp() throws GeneralSecurityException {
    correspondents = new Correspondents();
    packed = correspondents.pack();

    floor = new Floor(Floor.BASIC_MESSAGE);
    alice = floor.newDid();
    bob = floor.newDid();
    envelope = floor.pack(alice, bob.publicKey);
  }

  /** A message to bytes. */
  @Benchmark
  public byte[] pack() {
    return correspondents.pack();
  }

  /** One key pair, one agreement, and ciphers. */
  @Benchmark
  public Object packFloor() throws GeneralSecurityException {
    return floor.pack(alice, bob.publicKey);
  }

  /** Bytes to a message. */
  @Benchmark
  public Message unpack() {
    return correspondents.unpack(packed);
  }

  /** One agreement, and ciphers. */
  @Benchmark
  public byte[] unpackFloor() throws GeneralSecurityException {
    return floor.unpack(bob, alice.publicKey, envelope);
  }

  /** Two key pairs to a DID. */
  @Benchmark
  public Did newDid() {
    return correspondents.newDid();
  }

  /** Two key pairs. */
  @Benchmark
  public Object newDidFloor() {
    return floor.newDid();
  }

  /** A DID to its document. */
  @Benchmark
  public DidDocument resolve() {
    return correspondents.resolve();
  }
}
