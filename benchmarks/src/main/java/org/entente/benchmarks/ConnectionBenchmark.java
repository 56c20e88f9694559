package org.entente.benchmarks;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.entente.connection.Connection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole connection, both sides in one thread, and what it cannot cost less than.
 *
 * <p>{@code connection} is all that two agents do: both DIDs, the invitation, request and response
 * as bytes, every check, every commit to storage in memory, outbox and events. {@code floor} is the
 * {@link Floor} of the same connection. {@link ConnectionRatio} prints their ratio.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ConnectionBenchmark {
  /** New for each iteration, so that no run has more connections in its storage than another. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // set up by JMH
  public static class Agents {
    private TwoAgents agents;

    /** Starts both. */
    @Setup(Level.Iteration)
    public void start() {
      agents = new TwoAgents();
    }

    /** Closes both. */
    @TearDown(Level.Iteration)
    public void close() {
      agents.close();
    }
  }

  /** The primitives. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // set up by JMH
  public static class Primitives {
    private Floor floor;

    /** Makes them. */
    @Setup
    public void setUp() throws GeneralSecurityException {
      floor = new Floor(Floor.CONNECTION);
    }
  }

  /** Invite, accept, established on both sides. */
  @Benchmark
  // a whole agent to compile: on two busy cores that goes on for more than ten seconds
  @Warmup(iterations = 20, time = 1)
  public Connection connection(Agents state) {
    return state.agents.connect();
  }

  /** Arithmetic, ciphers and hashes alone. */
  @Benchmark
  public byte[] floor(Primitives state) throws GeneralSecurityException {
    return state.floor.connection();
  }
}
