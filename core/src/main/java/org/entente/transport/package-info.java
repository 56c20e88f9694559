/**
 * How bytes reach and leave an agent.
 *
 * <p>{@link org.entente.transport.Transport} is the SPI; {@link org.entente.transport.Receiver} is
 * the one method that a web framework has to call to host an agent without a transport of ours.
 */
@NullMarked
package org.entente.transport;

import org.jspecify.annotations.NullMarked;
