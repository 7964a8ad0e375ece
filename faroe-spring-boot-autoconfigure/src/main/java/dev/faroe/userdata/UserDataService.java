package dev.faroe.userdata;

import java.util.List;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Tells users what Faroe keeps of them. Failures are signalled as {@link FaroeException}.
 */
public class UserDataService {

	private final UserDataRepository users;

	private final List<UserDataPart> parts;

	private final TransactionalOperator transaction;

	UserDataService(UserDataRepository users, List<UserDataPart> parts, TransactionalOperator transaction) {
		this.users = users;
		this.parts = List.copyOf(parts);
		this.transaction = transaction;
	}

	/**
	 * Read the data of a user, be the user disabled or not, in one transaction that locks
	 * the user: it is that of one moment. It joins a transaction of the caller, which
	 * must not be a read-only one. There is no more of it than
	 * {@code faroe.totp.max-credentials} and {@code faroe.passkeys.max-passkeys} allow of
	 * credentials, and {@code faroe.rate-limit.email-request} within 10 minutes of
	 * changes of the email address.
	 * @param userId the user's id
	 * @return the data, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<UserData> export(String userId) {
		return Arguments.id(userId)
			.flatMap((id) -> read(id).as(this.transaction::transactional))
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)));
	}

	private Mono<UserData> read(String id) {
		return this.users.lock(id)
			.map((row) -> new UserData(row.account(), List.of(), List.of(), List.of()))
			.flatMap(this::addParts);
	}

	/**
	 * One after the other: they have one connection.
	 */
	private Mono<UserData> addParts(UserData account) {
		Mono<UserData> data = Mono.just(account);
		for (UserDataPart part : this.parts) {
			data = data.flatMap(part::addTo);
		}
		return data;
	}

}
