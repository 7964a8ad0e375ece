package dev.faroe.flow;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.client.ClientAddress;
import dev.faroe.delivery.CodeDelivery;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.Limits;
import dev.faroe.security.Secret;
import dev.faroe.security.TokenGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the flows have in common.
 *
 * @param work what is kept from who waits
 * @param limits the limits
 * @param tokens what generates tickets
 * @param delivery what delivers codes
 * @param linkBase the address of the application, or {@code null} for no links
 */
record FlowParts(DiscreetWork work, Limits limits, TokenGenerator tokens, CodeDelivery delivery,
		@Nullable URI linkBase) {

	/** Failures of a verification that could tell whether there is a code at all. */
	private static final Set<FaroeError> TELLING = Set.of(FaroeError.NOT_FOUND, FaroeError.NOT_ALLOWED,
			FaroeError.INCORRECT_CODE, FaroeError.INVALID_REQUEST);

	/**
	 * Charge the limits on mails, to an address and from one, whoever has it.
	 */
	Mono<Void> chargeMail(EmailAddress email, @Nullable String clientIp) {
		return AttemptLimiter.countingSuccesses()
			.limit(this.limits.emailFrom(), ClientAddress.key(clientIp))
			.limit(this.limits.email(), email.value() + " " + ClientAddress.key(clientIp))
			.limit(this.limits.emailTo(), email.value())
			.attempt((attempt) -> Mono.<Void>empty());
	}

	/**
	 * Charge the limits on mails that are asked for with a ticket, whether it leads to an
	 * address or not.
	 */
	Mono<Void> chargeAgain(String ticket, @Nullable String clientIp) {
		return AttemptLimiter.countingSuccesses()
			.limit(this.limits.emailFrom(), ClientAddress.key(clientIp))
			.limit(this.limits.email(), requireTicket(ticket))
			.attempt((attempt) -> Mono.<Void>empty());
	}

	/**
	 * A text of any length must not become the key of a limit.
	 */
	static String requireTicket(String ticket) {
		if (!TokenGenerator.isId(ticket)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return ticket;
	}

	/**
	 * Requests need not have a language.
	 */
	static Locale language(@Nullable Locale locale) {
		return (locale != null) ? locale : Locale.ENGLISH;
	}

	/**
	 * Answer with a ticket, and do the rest afterwards.
	 */
	Mono<String> answer(String ticket, Mono<?> rest) {
		return this.work.afterwards(rest).thenReturn(ticket);
	}

	/**
	 * Return the link to a page.
	 * @param page the path of the page and its query up to the secret, or {@code null}
	 * for no link
	 * @param secret letters and digits
	 */
	@Nullable URI link(@Nullable String page, Secret secret) {
		return (this.linkBase != null && page != null) ? URI.create(this.linkBase + page + secret.value()) : null;
	}

	Mono<Void> deliver(CodeMessage message) {
		return this.delivery.deliver(message);
	}

	/**
	 * Verify a code under the limit on the ticket, which is charged whether there is
	 * anything to verify or not. Every failure is a wrong code, until the ticket has had
	 * as many as it takes.
	 */
	<T> Mono<T> verify(String ticket, Mono<T> verification) {
		Mono<T> uniform = verification.onErrorMap(FaroeException.class, FlowParts::uniform);
		return this.work.slowFailures(this.limits.ticket()
			.charge(requireTicket(ticket))
			.onErrorMap(FlowParts::isRefusal, (ex) -> new FaroeException(FaroeError.INVALID_REQUEST))
			.then(uniform)
			.delayUntil((result) -> this.limits.ticket().clear(ticket)));
	}

	private static FaroeException uniform(FaroeException failure) {
		if (TELLING.contains(failure.error())) {
			return new FaroeException(FaroeError.INCORRECT_CODE);
		}
		return (failure.error() == FaroeError.TOO_MANY_REQUESTS) ? new FaroeException(FaroeError.INVALID_REQUEST)
				: failure;
	}

	private static boolean isRefusal(Throwable ex) {
		return is(ex, FaroeError.TOO_MANY_REQUESTS);
	}

	/**
	 * Tell whether there is nobody who could be sent anything.
	 */
	static boolean isNobody(Throwable ex) {
		return isMissing(ex) || is(ex, FaroeError.USER_NOT_EXISTS) || is(ex, FaroeError.NOT_ALLOWED);
	}

	static boolean isMissing(Throwable ex) {
		return is(ex, FaroeError.NOT_FOUND);
	}

	static boolean isUsed(Throwable ex) {
		return is(ex, FaroeError.EMAIL_ALREADY_USED);
	}

	private static boolean is(Throwable ex, FaroeError error) {
		return ex instanceof FaroeException failure && failure.error() == error;
	}

}
