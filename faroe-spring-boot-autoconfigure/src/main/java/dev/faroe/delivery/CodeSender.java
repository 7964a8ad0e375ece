package dev.faroe.delivery;

/**
 * Sends messages with codes to people. An application defines a bean of this type to send
 * them its own way; otherwise they go out by mail, where there is mail.
 */
@FunctionalInterface
public interface CodeSender {

	/**
	 * Send a message. May block: it is called on threads for that, by several at once,
	 * and nobody waits for the answer. It should have a timeout of its own, because a
	 * call that does not return keeps one of the threads.
	 * @param message the message; its code and its link must not get into logs or into
	 * messages of exceptions
	 * @throws IllegalArgumentException if the message can never be sent, such as to an
	 * address that cannot exist: it is not tried again
	 * @throws Exception if it was not sent: it is tried again, as long as there are
	 * attempts left and the code has not expired
	 */
	void send(CodeMessage message) throws Exception;

}
