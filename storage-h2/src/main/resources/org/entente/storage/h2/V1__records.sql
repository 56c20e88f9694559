-- Times are microseconds since 1970. Bodies and key handles are sealed.

CREATE TABLE store (
  id VARCHAR NOT NULL,
  schema_version INTEGER NOT NULL,
  wrapped_key VARBINARY NOT NULL
);

-- The last number given to a queued message or an event.
CREATE TABLE numbering (
  last_number BIGINT NOT NULL
);
INSERT INTO numbering VALUES (0);

CREATE TABLE own_key (
  key_number BIGINT PRIMARY KEY,
  did VARCHAR NOT NULL,
  curve VARCHAR NOT NULL,
  public_key VARBINARY NOT NULL,
  handle VARBINARY NOT NULL
);

CREATE TABLE own_key_kid (
  wallet VARCHAR NOT NULL,
  kid VARCHAR NOT NULL,
  key_number BIGINT NOT NULL,
  kid_index INTEGER NOT NULL
);
CREATE UNIQUE INDEX own_key_kid_by_kid ON own_key_kid (wallet, kid);
CREATE INDEX own_key_kid_by_key ON own_key_kid (key_number, kid_index);

CREATE TABLE invitation (
  wallet VARCHAR NOT NULL,
  id VARCHAR NOT NULL,
  role VARCHAR NOT NULL,
  inviter_did VARCHAR NOT NULL,
  -- inviter_did of an invitation that we made
  our_did VARCHAR,
  connection_id VARCHAR,
  expires_time BIGINT,
  uses_allowed INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  version BIGINT NOT NULL,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX invitation_by_id ON invitation (wallet, id);
CREATE UNIQUE INDEX invitation_by_our_did ON invitation (wallet, our_did);

CREATE TABLE connection (
  wallet VARCHAR NOT NULL,
  id VARCHAR NOT NULL,
  -- creation time and id as one text that sorts like both
  place VARCHAR NOT NULL,
  thread VARCHAR NOT NULL,
  role VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  label VARCHAR,
  our_did VARCHAR NOT NULL,
  their_did VARCHAR,
  delivery_id VARCHAR,
  created_time BIGINT NOT NULL,
  version BIGINT NOT NULL,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX connection_by_id ON connection (wallet, id);
CREATE UNIQUE INDEX connection_by_dids ON connection (wallet, our_did, their_did);
CREATE INDEX connection_by_place ON connection (wallet, place);
CREATE INDEX connection_by_state ON connection (wallet, state, place);
CREATE INDEX connection_by_role ON connection (wallet, role, place);
CREATE INDEX connection_by_thread ON connection (wallet, thread, place);
CREATE INDEX connection_by_label ON connection (wallet, label, place);

CREATE TABLE queued_message (
  sequence BIGINT PRIMARY KEY,
  wallet VARCHAR NOT NULL,
  id VARCHAR NOT NULL,
  queue VARCHAR NOT NULL,
  connection_id VARCHAR NOT NULL,
  created_time BIGINT NOT NULL,
  due_time BIGINT,
  deadline BIGINT,
  attempts INTEGER NOT NULL,
  last_failure VARCHAR,
  resends INTEGER NOT NULL,
  last_resend_time BIGINT,
  lease_until BIGINT,
  -- sequence of a message that is not at rest
  pending BIGINT,
  -- created_time of a message that is at rest
  resting BIGINT,
  -- when the head of a lane may be claimed
  ready_time BIGINT,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX queued_message_by_id ON queued_message (wallet, id);
CREATE INDEX queued_message_by_lane ON queued_message (wallet, queue, connection_id, pending);
CREATE INDEX queued_message_pending ON queued_message (wallet, queue, pending);
CREATE INDEX queued_message_ready ON queued_message (wallet, ready_time, sequence);
CREATE INDEX queued_message_resting ON queued_message (wallet, resting);

CREATE TABLE handled_message (
  wallet VARCHAR NOT NULL,
  message_key VARCHAR NOT NULL,
  digest VARCHAR NOT NULL,
  handled_time BIGINT NOT NULL,
  answer_id VARCHAR
);
CREATE UNIQUE INDEX handled_message_by_key ON handled_message (wallet, message_key);
CREATE INDEX handled_message_by_time ON handled_message (wallet, handled_time);

CREATE TABLE stored_event (
  cursor_number BIGINT PRIMARY KEY,
  wallet VARCHAR NOT NULL,
  connection_id VARCHAR NOT NULL,
  sequence BIGINT NOT NULL,
  event VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  event_time BIGINT NOT NULL
);
CREATE INDEX stored_event_by_cursor ON stored_event (wallet, cursor_number);
CREATE INDEX stored_event_by_time ON stored_event (wallet, event_time);
