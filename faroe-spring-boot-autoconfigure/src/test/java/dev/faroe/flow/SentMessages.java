package dev.faroe.flow;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodeSender;

/**
 * Keeps what is sent, for tests to wait for.
 */
public final class SentMessages implements CodeSender {

	private final BlockingQueue<CodeMessage> messages = new LinkedBlockingQueue<>();

	@Override
	public void send(CodeMessage message) {
		this.messages.add(message);
	}

	/**
	 * Wait for the next message to an address. What goes elsewhere is left out.
	 * @return the message
	 */
	public CodeMessage next(String email) {
		CodeMessage message = any();
		while (!message.email().equals(email)) {
			message = any();
		}
		return message;
	}

	/**
	 * Wait for the next message.
	 * @return the message
	 */
	public CodeMessage any() {
		try {
			CodeMessage message = this.messages.poll(20, TimeUnit.SECONDS);
			if (message == null) {
				throw new IllegalStateException("There is no message");
			}
			return message;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	public String code(String email) {
		CodeMessage message = next(email);
		if (message.code() == null) {
			throw new IllegalStateException("There is no code in the message for " + message.purpose());
		}
		return message.code().value();
	}

}
