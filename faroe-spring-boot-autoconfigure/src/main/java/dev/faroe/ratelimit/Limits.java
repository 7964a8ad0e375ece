package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.faroe.event.LockedOutEvent;
import dev.faroe.event.publishing.FaroeEvents;

/**
 * The limits that attempts are counted under. Each refusal but that of a notice is
 * published as a {@link LockedOutEvent}. The key of a limit on users is the id of a user,
 * which the event has; other keys are addresses, which stay here.
 */
public final class Limits {

	private static final String UNKNOWN_USER = "-unknown";

	private static final Duration UNKNOWN_USER_PERIOD = Duration.ofDays(30);

	/**
	 * Whoever sets up an account changes more in a minute than they request emails.
	 */
	private static final int NOTICES_PER_REQUEST = 5;

	private final RateLimits settings;

	private final RateLimiter rateLimiter;

	private final List<RateLimitListener> listeners;

	private final List<RateLimitListener> listenersOnUsers;

	private final List<RateLimitListener> listenersOnAddresses;

	/**
	 * Create limits.
	 * @param rateLimiter what counts
	 * @param settings the settings of the limits
	 * @param events what publishes events
	 * @param listeners hear of refusals, beside the one that publishes them
	 */
	public Limits(RateLimiter rateLimiter, RateLimits settings, FaroeEvents events, List<RateLimitListener> listeners) {
		this.rateLimiter = rateLimiter;
		this.settings = settings;
		this.listeners = List.copyOf(listeners);
		this.listenersOnUsers = Stream
			.<RateLimitListener>concat(listeners.stream(), Stream
				.of((limit, userId) -> events.publishNow((time) -> new LockedOutEvent(userId, limit.name(), time))))
			.toList();
		this.listenersOnAddresses = Stream
			.<RateLimitListener>concat(listeners.stream(), Stream
				.of((limit, address) -> events.publishNow((time) -> new LockedOutEvent(null, limit.name(), time))))
			.toList();
	}

	/**
	 * Return the limit on work spent on secrets.
	 * @return the limit, whose keys are client addresses
	 */
	public Limit passwordHashing() {
		return onAddresses(this.settings.passwordHashing());
	}

	/**
	 * Return the limit on failed log-ins from one place.
	 * @return the limit, whose keys are client addresses
	 */
	public Limit login() {
		return onAddresses(this.settings.login());
	}

	/**
	 * Return the limit on failed log-ins of a user, from wherever.
	 * @return the limit, whose keys are ids of users
	 */
	public Limit userLogin() {
		return onUsers(this.settings.userLogin());
	}

	/**
	 * Return the limit on failed log-ins with an email address that no user has.
	 * @return the limit, whose keys are email addresses
	 */
	public Limit unknownUserLogin() {
		return onAddresses(renamed(this.settings.userLogin(), UNKNOWN_USER));
	}

	/**
	 * Return the limit that stands for {@link LockedOutEvent#PASSWORD_FAILURES} where no
	 * user has the email address. Only a row lasts for ever: this lasts for 30 days, and
	 * not longer than the store.
	 * @param maximum the greatest number of wrong passwords, at least 1
	 * @return the limit, whose keys are email addresses
	 */
	public Limit unknownUserPasswordFailures(int maximum) {
		return onAddresses(renamed(RateLimit.window(LockedOutEvent.PASSWORD_FAILURES, maximum, UNKNOWN_USER_PERIOD),
				UNKNOWN_USER));
	}

	/**
	 * Return the limit on requests that lead to an email being sent.
	 * @return the limit, whose keys are ids of users
	 */
	public Limit emailRequest() {
		return onUsers(this.settings.emailRequest());
	}

	/**
	 * Return the limit on emails to one address that one place can have sent.
	 * @return the limit, whose keys are email addresses with client addresses
	 */
	public Limit email() {
		return onAddresses(renamed(this.settings.emailRequest(), "-pair"));
	}

	/**
	 * Return the limit on emails to one address that all places together can have sent.
	 * It is a multiple of the other, so that a stranger who knows the address does not
	 * easily keep its owner from getting one.
	 * @return the limit, whose keys are email addresses
	 */
	public Limit emailTo() {
		return onAddresses(multiple(this.settings.emailRequest(), "-to", 4));
	}

	/**
	 * Return the limit on emails that one place can have sent to whomever.
	 * @return the limit, whose keys are client addresses
	 */
	public Limit emailFrom() {
		return onAddresses(multiple(this.settings.emailRequest(), "-from", 10));
	}

	/**
	 * Return the limit on notices to a user. It allows five times as many at once as
	 * {@link #emailRequest()}, and has a count of its own. What it refuses is no attempt
	 * of anybody's, so there is no {@link LockedOutEvent}.
	 * @return the limit, whose keys are ids of users
	 */
	public Limit notice() {
		RateLimit limit = renamed(this.settings.emailRequest(), "-notice");
		int capacity = (int) Math.min(Integer.MAX_VALUE, (long) NOTICES_PER_REQUEST * limit.capacity());
		return new Limit(new RateLimit(limit.name(), limit.kind(), capacity, limit.period()), this.rateLimiter,
				this.listeners);
	}

	/**
	 * Return the limit on wrong codes for what was begun in one browser, whether there is
	 * a code or not.
	 * @return the limit, whose keys are tickets
	 */
	public Limit ticket() {
		return onAddresses(renamed(this.settings.verifyEmail(), "-ticket"));
	}

	/**
	 * Return the limit on wrong email verification codes.
	 * @return the limit, whose keys are ids of users
	 */
	public Limit verifyEmail() {
		return onUsers(this.settings.verifyEmail());
	}

	/**
	 * Return the limit on password reset requests for a user.
	 * @return the limit, whose keys are ids of users
	 */
	public Limit passwordReset() {
		return onUsers(this.settings.passwordReset());
	}

	/**
	 * Return the limit on password reset requests from one place. It has a name of its
	 * own, because what a caller claims to be an address could be the id of a user.
	 * @return the limit, whose keys are client addresses
	 */
	public Limit passwordResetAddress() {
		return onAddresses(renamed(this.settings.passwordReset(), "-address"));
	}

	/**
	 * Return the limit on wrong TOTP codes.
	 * @return the limit, whose keys are ids of users
	 */
	public Limit totp() {
		return onUsers(this.settings.totp());
	}

	/**
	 * Return the limit on wrong codes for a TOTP key that is being enrolled. It does not
	 * share its count with that on codes of credentials, which a right code makes whole.
	 * @return the limit, whose keys are ids of users
	 */
	public Limit totpEnrolment() {
		return onUsers(renamed(this.settings.totp(), "-enrolment"));
	}

	/**
	 * Return the limit on wrong recovery codes.
	 * @return the limit, whose keys are ids of users
	 */
	public Limit recoveryCode() {
		return onUsers(this.settings.recoveryCode());
	}

	/**
	 * Return the limits that keep a user from something, for operators: all whose keys
	 * are ids of users, but the one on notices, which keeps nobody from anything.
	 * @return the limits
	 */
	public List<Limit> ofUsers() {
		return List.of(userLogin(), emailRequest(), verifyEmail(), passwordReset(), totp(), totpEnrolment(),
				recoveryCode());
	}

	/**
	 * Return a limit that a feature has beside these.
	 * @param limit its settings
	 * @return the limit, whose keys are client addresses
	 */
	public Limit ofAddresses(RateLimit limit) {
		return onAddresses(limit);
	}

	private Limit onUsers(RateLimit limit) {
		return new Limit(limit, this.rateLimiter, this.listenersOnUsers);
	}

	private Limit onAddresses(RateLimit limit) {
		return new Limit(limit, this.rateLimiter, this.listenersOnAddresses);
	}

	private static RateLimit multiple(RateLimit limit, String suffix, int factor) {
		return new RateLimit(limit.name() + suffix, limit.kind(), Math.multiplyExact(limit.capacity(), factor),
				limit.period());
	}

	private static RateLimit renamed(RateLimit limit, String suffix) {
		return new RateLimit(limit.name() + suffix, limit.kind(), limit.capacity(), limit.period());
	}

}
