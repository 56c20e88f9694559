/**
 * What peers say to one another, in the clear.
 *
 * <p>{@link org.entente.message.Message} is a DIDComm v2 plaintext message; {@link
 * org.entente.message.Invitation} is what the first contact is made with; {@link
 * org.entente.message.BasicMessage} and other kinds of content are what applications send. What an
 * invitation means is the business of {@code org.entente.connection}.
 */
@NullMarked
package org.entente.message;

import org.jspecify.annotations.NullMarked;
