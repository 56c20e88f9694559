package org.entente.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.connection.ConnectionQuery;
import org.entente.connection.InvitationQuery;
import org.entente.keys.DataKey;

/**
 * Keeps what an agent must not forget. The SPI for a storage of your own; prove it with {@code
 * StorageContract} of {@code entente-testkit}.
 *
 * <p>The rules, by the numbers that the contract's tests carry:
 *
 * <ol>
 *   <li>S1: a change is visible whole or not at all, to every reader.
 *   <li>S2: of two commits on one version of a record exactly one wins; the other gets {@link
 *       StaleRecordException} and writes nothing. What is to be new must not be there yet.
 *   <li>S3: the key of a handled message is refused a second time.
 *   <li>S4: of a lane (wallet, queue, connection) only the oldest message that is not at rest is
 *       handed out, by {@code commit} or {@code claim}, and by {@code commit} only if it was due
 *       when it was created.
 *   <li>S5: what a commit that returned has written survives whatever the storage promises to
 *       survive.
 *   <li>S6: a message is leased to one owner at a time; when the lease has run out, or was given up
 *       by an update, it may be claimed again.
 *   <li>S7: wallets do not see each other, whatever their ids have in common.
 *   <li>S8: a message that is updated keeps its place; one that is no longer there is passed over.
 *   <li>S9: lists are ordered by creation time and id, and a position goes on exactly behind it,
 *       also when records come and go.
 *   <li>S10: sequence and cursor increase in the order in which commits become visible.
 *   <li>S11: what was stored comes back equal: times in whole microseconds, texts with every
 *       character, bodies byte for byte.
 *   <li>S12: whatever goes wrong is a {@link StorageException}, and a caller's interrupt harms
 *       nobody.
 *   <li>S13: after {@link #close} every other method throws {@link StorageException}; closing again
 *       does nothing.
 *   <li>S14: pruning forgets what is older than it is told, and nothing else.
 *   <li>S15: an awakening makes the head of a connection's outgoing lane due, unless it is due or
 *       leased, and touches nothing else.
 *   <li>S16: a connection that is forgotten takes along what {@link Forgotten} names, and nothing
 *       of others.
 *   <li>S17: a follower's position is the last one committed under its name.
 *   <li>S18: when the clock was set, all that waits moves along, and nothing at rest, leased or
 *       not, is lost or handed out twice for it.
 * </ol>
 *
 * <p>Implementations must be thread-safe. Every read that the pipeline makes is by a key that
 * should have an index.
 */
public interface Storage extends AutoCloseable {
  /**
   * The key that the core seals with. One for the life of the store, kept by the storage in a form
   * that a {@link org.entente.keys.KeyProtector} guards; this returns it opened, and always the
   * same.
   */
  DataKey dataKey();

  /**
   * Writes a change.
   *
   * @return those of the added messages that stand at the head of their lane, with their sequence:
   *     they are leased to the change's owner, who may deliver them without claiming
   * @throws StaleRecordException if the change is based on what is no longer so; nothing was
   *     written
   * @throws StorageException if it cannot be written, or it is not known whether it was
   */
  List<QueuedMessage> commit(Change change);

  /**
   * Takes messages to deliver: those due, at the head of their lane, and not leased to anyone.
   *
   * @param wallet whose messages
   * @param now what counts as due, and which leases have run out
   * @param lease what to lease them with
   * @param limit how many at most
   * @return the messages that {@link #nextDue} speaks of, longest due first; a lease that has run
   *     out counts from its end
   * @throws StorageException if the store fails
   */
  List<QueuedMessage> claim(String wallet, Instant now, Lease lease, int limit);

  /**
   * When {@link #claim} will have something: the earliest time at which a message at the head of
   * its lane is due and its lease, if any, has run out. Empty if there is none.
   *
   * @throws StorageException if the store fails
   */
  Optional<Instant> nextDue(String wallet);

  /**
   * A connection by its id.
   *
   * @throws StorageException if the store fails
   */
  Optional<FoundConnection> findConnection(String wallet, String id);

  /**
   * The connection between two DIDs.
   *
   * @throws StorageException if the store fails
   */
  Optional<FoundConnection> findConnection(String wallet, String ourDid, String theirDid);

  /**
   * Connections by creation time and id, in the order that the query asks for.
   *
   * @return at most {@code query.limit()}
   * @throws StorageException if the store fails
   */
  List<FoundConnection> list(String wallet, ConnectionQuery query);

  /**
   * An invitation by its id, whoever made it.
   *
   * @throws StorageException if the store fails
   */
  Optional<StoredInvitation> findInvitation(String wallet, String id);

  /**
   * An invitation that we made, by the DID that was made for it.
   *
   * @throws StorageException if the store fails
   */
  Optional<StoredInvitation> findInvitationByDid(String wallet, String ourDid);

  /**
   * Invitations that we made, by creation time and id.
   *
   * @return at most {@code query.limit()}
   * @throws StorageException if the store fails
   */
  List<StoredInvitation> listInvitations(String wallet, InvitationQuery query);

  /**
   * A key of ours by any of its kids.
   *
   * @throws StorageException if the store fails
   */
  Optional<StoredKey> findKey(String wallet, String kid);

  /**
   * What became of a message.
   *
   * @throws StorageException if the store fails
   */
  Optional<HandledMessage> outcomeOf(String wallet, String key);

  /**
   * A queued message by its id, leased or not.
   *
   * @throws StorageException if the store fails
   */
  Optional<QueuedMessage> findQueued(String wallet, String id);

  /**
   * How many messages of a queue are not at rest.
   *
   * @param connectionId of this connection; empty for all of the wallet
   * @param atMost where to stop counting
   * @throws StorageException if the store fails
   */
  int countQueued(
      String wallet, QueuedMessage.Queue queue, Optional<String> connectionId, int atMost);

  /**
   * Messages of a queue, by sequence, leased or not.
   *
   * @return at most {@code query.limit()}
   * @throws StorageException if the store fails
   */
  List<QueuedMessage> listQueued(String wallet, QueueQuery query);

  /**
   * How far a follower of the events has come.
   *
   * @return the cursor last committed under its name; empty if none was
   * @throws StorageException if the store fails
   */
  Optional<Long> position(String wallet, String follower);

  /**
   * A cursor behind which there are only events that are yet to come.
   *
   * @throws StorageException if the store fails
   */
  long lastCursor(String wallet);

  /**
   * Events behind a cursor, oldest first.
   *
   * @throws StorageException if the store fails
   */
  List<StoredEvent> events(String wallet, long afterCursor, int limit);

  /**
   * Whether the store can be used, for an operator.
   *
   * @return what is wrong, on one line; empty if nothing is
   */
  Optional<String> problem();

  /** Frees what is held; commits under way finish. */
  @Override
  void close();
}
