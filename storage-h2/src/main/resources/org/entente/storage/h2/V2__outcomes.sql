-- Invitations of several uses, listed by themselves; what was given up; timers; followers.

ALTER TABLE invitation ADD COLUMN state VARCHAR;
ALTER TABLE invitation ADD COLUMN label VARCHAR;
ALTER TABLE invitation ADD COLUMN created_time BIGINT;
-- creation time and id as in a connection, of an invitation that we made
ALTER TABLE invitation ADD COLUMN place VARCHAR;

UPDATE invitation i SET
  state = CASE WHEN role = 'Inviter' AND uses < uses_allowed THEN 'Open' ELSE 'Used' END,
  created_time = COALESCE(
    (SELECT c.created_time FROM connection c WHERE c.wallet = i.wallet AND c.id = i.connection_id), 0),
  label = (SELECT c.label FROM connection c WHERE c.wallet = i.wallet AND c.id = i.connection_id);
UPDATE invitation i SET
  state = 'Expired'
  WHERE state = 'Open' AND EXISTS (SELECT 1 FROM connection c
    WHERE c.wallet = i.wallet AND c.id = i.connection_id AND c.state = 'InvitationExpired');
UPDATE invitation i SET
  place = (SELECT c.place FROM connection c WHERE c.wallet = i.wallet AND c.id = i.connection_id)
  WHERE role = 'Inviter';

ALTER TABLE invitation ALTER COLUMN state SET NOT NULL;
ALTER TABLE invitation ALTER COLUMN created_time SET NOT NULL;
CREATE INDEX invitation_by_place ON invitation (wallet, place);
CREATE INDEX invitation_by_state ON invitation (wallet, state, place);

ALTER TABLE queued_message ADD COLUMN history BLOB;
-- sequence of a message that was given up; such a one is not resting
ALTER TABLE queued_message ADD COLUMN given_up BIGINT;
CREATE INDEX queued_message_given_up ON queued_message (wallet, queue, given_up);

-- an invitation that nobody has used is looked at again when its time is over
INSERT INTO queued_message (sequence, wallet, id, queue, connection_id, created_time, due_time,
    attempts, resends, pending, ready_time, body)
  SELECT number, wallet, 'timer of ' || id, 'time', id, created_time, expires_time,
    0, 0, number, expires_time, X''
  FROM (SELECT i.*, (SELECT last_number FROM numbering) + ROWNUM() AS number
    FROM invitation i WHERE i.state = 'Open' AND i.expires_time IS NOT NULL);
UPDATE numbering SET last_number = last_number + (SELECT COUNT(*) FROM queued_message WHERE queue = 'time');

-- given up, and so far known by a reason without a next attempt only
UPDATE queued_message SET given_up = sequence, resting = NULL
  WHERE queue = 'out' AND resting IS NOT NULL AND last_failure IS NOT NULL;

CREATE INDEX own_key_by_did ON own_key (did);

-- found again when a store is opened, whose leases are void
CREATE INDEX queued_message_leased ON queued_message (lease_until);

-- how far each follower of the events has come
CREATE TABLE follower (
  wallet VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  cursor_number BIGINT NOT NULL
);
CREATE UNIQUE INDEX follower_by_name ON follower (wallet, name);
