// What the states of the protocol are called when talking to people.

const STATES = {
  InvitationGenerated: ['waiting', 'Waiting for someone to accept'],
  InvitationReceived: ['waiting', 'Invitation read'],
  InvitationExpired: ['over', 'The invitation is no longer valid'],
  ConnectionRequestPending: ['waiting', 'Reaching the other side'],
  ConnectionRequestSent: ['waiting', 'Accepted, waiting for an answer'],
  ConnectionRequestReceived: ['waiting', 'Someone has accepted'],
  ConnectionResponsePending: ['waiting', 'Someone has accepted, sending the answer'],
  ConnectionResponseSent: ['good', 'Connected'],
  ConnectionResponseReceived: ['good', 'Connected'],
  ProblemReportPending: ['bad', 'Could not connect, telling the other side'],
  ProblemReportSent: ['bad', 'Could not connect'],
  ProblemReportReceived: ['bad', 'The other side has declined'],
};

// The same, when all tries were in vain.
const STOPPED = {
  ConnectionRequestPending: 'The other side could not be reached',
  ConnectionRequestSent: 'The other side has not answered',
  ConnectionRequestReceived: 'Someone has accepted, and nobody has answered',
  ConnectionResponsePending: 'Someone has accepted, and could not be reached',
  ProblemReportPending: 'Could not connect',
};

// What can happen without a change of state.
const EVENTS = {
  CONNECTION_ENDED: 'You have ended the connection',
  DELIVERY_GIVEN_UP: 'Gave up trying',
  DELIVERY_RETRIED: 'Trying again',
  INVITATION_REVOKED: 'The invitation was taken back',
  MESSAGE_GIVEN_UP: 'A message could not be delivered',
  MOVE_CONFIRMED: 'The other side knows our new address',
  PEER_LEFT: 'The other side has ended the connection',
  PEER_MOVED: 'The other side has a new address',
  PROBLEM_REPORTED: 'The other side has reported a problem',
};

export const isEstablished = ({ state }) =>
  state === 'ConnectionResponseSent' || state === 'ConnectionResponseReceived';

/** Whether something is under way, so that trying again may help. */
export const isSending = ({ state }) => state in STOPPED;

export const isStopped = (connection) => isSending(connection) && connection.metaRetries === 0;

/** What to call a connection: its label is the user's, its goal may be the peer's. */
export const titleOf = ({ label, goal, connectionId }) =>
  label?.trim() || purpose(goal) || `Connection ${connectionId.slice(0, 8)}`;

/** What an inviter says the connection is for; agents that are told nothing say the same of all. */
export const purpose = (goal) =>
  typeof goal !== 'string' || goal.startsWith('Establish a trust connection between two peers')
    ? ''
    : goal.trim();

/** How a connection is, for its main line: a tone and a few words. */
export function standing(connection, history = []) {
  const end = history.find(({ event }) => event === 'PEER_LEFT' || event === 'CONNECTION_ENDED');
  if (isEstablished(connection) && end) {
    return { tone: 'over', text: EVENTS[end.event] };
  }
  const [tone, text] = STATES[connection.state] ?? ['waiting', connection.state];
  return isStopped(connection) ? { tone: 'bad', text: STOPPED[connection.state] } : { tone, text };
}

/** A row of the time line. */
export const happening = ({ event, state }) => EVENTS[event] ?? STATES[state]?.[1] ?? state;

/** Why it waits, in a sentence or two; empty if there is nothing to explain. */
export function reason(connection, diagnosis) {
  if (!isSending(connection)) {
    return '';
  }
  const parts = [];
  const failure = connection.metaLastFailure?.detail || connection.metaLastFailure?.title;
  if (failure) {
    const last = isStopped(connection) ? 'No more tries' : 'The last try failed';
    parts.push(`${last}: ${failure.replace(/\.$/, '')}.`);
  } else if (diagnosis) {
    parts.push(sentence(diagnosis.summary.split(';')[0]));
  }
  if (diagnosis?.nextAttempt && !isStopped(connection)) {
    parts.push(`Next try at ${time(diagnosis.nextAttempt)}.`);
  }
  if (diagnosis?.deadline && !isStopped(connection)) {
    parts.push(`It will be tried until ${time(diagnosis.deadline)}.`);
  }
  return parts.join(' ');
}

/** Why an invitation was not accepted. */
export function refusal(failure) {
  const known = {
    InvitationExpired: 'This invitation has expired. Ask for a new one.',
    InvitationAlreadyReceived: 'This invitation was already accepted here, or it is your own.',
  }[failure.type.split(':').at(-1)];
  return known ?? `This cannot be accepted: ${sentence(failure.message)}`;
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, '') + '.';

/** The time of day, and the day unless it is today. */
export function time(text) {
  const moment = new Date(text);
  const today = moment.toDateString() === new Date().toDateString();
  return today ? moment.toLocaleTimeString() : moment.toLocaleString();
}
