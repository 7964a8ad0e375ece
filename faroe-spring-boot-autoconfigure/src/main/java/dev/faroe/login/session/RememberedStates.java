package dev.faroe.login.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.faroe.accountstate.AccountState;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the database about users, for a while. Tells as well whose answer will
 * soon be needed again, so that one statement can ask about many.
 */
final class RememberedStates {

	/** Greatest number of users whose answers are due at once. */
	static final int MAX_DUE = 32;

	/** Looking for them must not take long, whoever waits for an answer. */
	private static final int MAX_LOOKED_AT = 128;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final Duration interval;

	private final int maximum;

	/** By user, those who were asked about the longest ago first. */
	private final Map<String, Answer> answers = new LinkedHashMap<>();

	/** Counts what was forgotten: an answer from before must not be remembered then. */
	private long generation;

	/**
	 * Create an instance.
	 * @param clock what tells the time
	 * @param nanoTime what measures it, whatever the clock is set to
	 * @param interval how long an answer is remembered; with 0, not at all
	 * @param maximum the greatest number of users whose answers are
	 */
	RememberedStates(Clock clock, LongSupplier nanoTime, Duration interval, int maximum) {
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.interval = interval;
		this.maximum = maximum;
	}

	/**
	 * Return the state of a user.
	 * @return the state, or {@code null} if there is none, or it is too old
	 */
	@Nullable AccountState recall(String userId) {
		if (this.interval.isZero()) {
			return null;
		}
		Answer answer;
		synchronized (this) {
			answer = this.answers.get(userId);
			if (answer != null) {
				answer.used = true;
			}
		}
		return (answer != null && isFresh(answer.question)) ? answer.state : null;
	}

	private boolean isFresh(Question asked) {
		return this.clock.instant().isBefore(asked.time().plus(this.interval)) && age(asked) < this.interval.toNanos();
	}

	private long age(Question asked) {
		return this.nanoTime.getAsLong() - asked.nanos();
	}

	/**
	 * Begin a question: nothing can have changed before it what it finds.
	 */
	synchronized Question ask() {
		return new Question(this.generation, this.clock.instant(), this.nanoTime.getAsLong());
	}

	/**
	 * Return the users whose answers are about to be too old, or have just become so, and
	 * were of use since they were asked for. Each is returned once an answer.
	 */
	synchronized List<String> due() {
		List<String> due = new ArrayList<>();
		Iterator<Map.Entry<String, Answer>> eldest = this.answers.entrySet().iterator();
		for (int left = MAX_LOOKED_AT; left > 0 && due.size() < MAX_DUE && eldest.hasNext(); left--) {
			Map.Entry<String, Answer> next = eldest.next();
			long age = age(next.getValue().question);
			if (age < this.interval.toNanos() / 2) {
				break;
			}
			if (next.getValue().used && age < 2 * this.interval.toNanos()) {
				next.getValue().used = false;
				due.add(next.getKey());
			}
			else if (age >= this.interval.toNanos()) {
				eldest.remove();
			}
		}
		return due;
	}

	/**
	 * Remember an answer, unless anything was forgotten since the question.
	 */
	synchronized void remember(AccountState state, Question question) {
		if (this.interval.isZero() || this.generation != question.generation()) {
			return;
		}
		this.answers.remove(state.userId());
		this.answers.put(state.userId(), new Answer(state, question));
		if (this.answers.size() > this.maximum) {
			Iterator<Answer> eldest = this.answers.values().iterator();
			eldest.next();
			eldest.remove();
		}
	}

	/**
	 * Forget what is remembered about a user.
	 */
	synchronized void forget(String userId) {
		this.generation++;
		this.answers.remove(userId);
	}

	/**
	 * When a question was asked.
	 */
	record Question(long generation, Instant time, long nanos) {
	}

	private static final class Answer {

		private final AccountState state;

		private final Question question;

		private boolean used;

		Answer(AccountState state, Question question) {
			this.state = state;
			this.question = question;
		}

	}

}
