package dev.faroe.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodeSender;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the messages with codes that users would have got, for a test to read. Of more
 * than {@value #CAPACITY}, the oldest are forgotten.
 * <p>
 * Codes are sent on threads of their own, so that a test has to wait for one with
 * {@link #take(String)}. Test classes that share an application share its messages.
 */
public final class SentCodes implements CodeSender {

	/** The greatest number of messages that are kept. */
	public static final int CAPACITY = 1000;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition sent = this.lock.newCondition();

	private final List<CodeMessage> messages = new ArrayList<>();

	@Override
	public void send(CodeMessage message) {
		this.lock.lock();
		try {
			if (this.messages.size() == CAPACITY) {
				this.messages.remove(0);
			}
			this.messages.add(message);
			this.sent.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the messages that have been sent and not taken.
	 * @return a copy, the oldest first
	 */
	public List<CodeMessage> all() {
		this.lock.lock();
		try {
			return List.copyOf(this.messages);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take the oldest message to an address. Waits up to 10 seconds for one.
	 * @param email the address, in whatever case
	 * @return the message, which nobody else takes
	 * @throws AssertionError if there is none
	 */
	public CodeMessage take(String email) {
		return take(email, PATIENCE);
	}

	/**
	 * Take the oldest message to an address.
	 * @param email the address, in whatever case
	 * @param timeout how long to wait for one
	 * @return the message, which nobody else takes
	 * @throws AssertionError if there is none
	 */
	public CodeMessage take(String email, Duration timeout) {
		long nanos = timeout.toNanos();
		this.lock.lock();
		try {
			CodeMessage message = remove(email);
			while (message == null && nanos > 0) {
				nanos = this.sent.awaitNanos(nanos);
				message = remove(email);
			}
			if (message == null) {
				throw new AssertionError("No message was sent to " + email);
			}
			return message;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Nobody waits any longer for a message to " + email, ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable CodeMessage remove(String email) {
		for (Iterator<CodeMessage> all = this.messages.iterator(); all.hasNext();) {
			CodeMessage message = all.next();
			if (message.email().toLowerCase(Locale.ROOT).equals(email.toLowerCase(Locale.ROOT))) {
				all.remove();
				return message;
			}
		}
		return null;
	}

	/**
	 * Forget all messages.
	 */
	public void clear() {
		this.lock.lock();
		try {
			this.messages.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

}
