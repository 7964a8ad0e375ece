package dev.faroe.sample.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The requests that are measured.
 */
final class Targets {

	static final String CREDENTIAL = "a-credential-of-the-benchmark";

	/** How many users have a TOTP credential: each takes a code only once. */
	static final int TOTP_CREDENTIALS = 200_000;

	private final MeasuredProcess faroe;

	private final MeasuredProcess bare;

	private final int users;

	private final Random random = new Random(1);

	private final AtomicInteger created = new AtomicInteger();

	private final AtomicInteger totp = new AtomicInteger();

	/**
	 * Create an instance.
	 * @param faroe the sample application
	 * @param bare the {@link BareServer}
	 * @param users the number of users
	 */
	Targets(MeasuredProcess faroe, MeasuredProcess bare, int users) {
		this.faroe = faroe;
		this.bare = bare;
		this.users = users;
	}

	Target bareRoute() {
		return new Target("bare route", this.bare, Set.of(200), () -> get("/bare"));
	}

	Target oneQuery() {
		return new Target("bare route, one query", this.bare, Set.of(200), () -> get("/one-query/" + anyId()));
	}

	Target rejectedCredential() {
		return new Target("rejected credential", this.faroe, Set.of(401),
				() -> Target.request("GET", "/users/" + anyId(), "a-wrong-credential", ""));
	}

	Target user() {
		return faroe("GET /users/[id]", 200, () -> get("/users/" + anyId()));
	}

	Target verifyPassword() {
		return faroe("verify-password", 204,
				() -> post("/users/" + anyId() + "/verify-password", "{\"password\":\"" + Users.PASSWORD + "\"}"));
	}

	Target authenticate() {
		return faroe("authenticate/password", 200, () -> post("/authenticate/password",
				"{\"email\":\"" + Users.email(any()) + "\",\"password\":\"" + Users.PASSWORD + "\"}"));
	}

	/**
	 * All targets of the table.
	 */
	List<Target> all() {
		List<Target> targets = new ArrayList<>();
		targets.add(bareRoute());
		targets.add(rejectedCredential());
		targets.add(oneQuery());
		targets.add(user());
		targets.add(faroe("regenerate-recovery-code", 200,
				() -> post("/users/" + anyId() + "/regenerate-recovery-code", "")));
		targets.add(faroe("verify-totp", 204, () -> {
			int number = Math.floorMod(this.totp.getAndIncrement(), TOTP_CREDENTIALS);
			return post("/totp-credentials/" + Users.id(number) + "/verify-totp",
					"{\"code\":\"" + Users.totp() + "\"}");
		}));
		targets.add(new Target("rate-limited (verify-recovery-code)", this.faroe, Set.of(400),
				() -> post("/users/" + Users.id(0) + "/verify-recovery-code", "{\"recovery_code\":\"AAAAAAAA\"}")));
		targets.add(verifyPassword());
		targets.add(authenticate());
		targets.add(faroe("POST /users", 200, () -> post("/users", "{\"email\":\"new-" + this.created.getAndIncrement()
				+ "@example.com\",\"password\":\"" + Users.PASSWORD + "\"}")));
		targets.add(list("GET /users, first page", "/users"));
		targets.add(list("GET /users, last page", "/users?page=" + this.users / 20));
		return targets;
	}

	/**
	 * What waits for a database connection for too long is refused.
	 */
	private Target list(String name, String path) {
		return new Target(name, this.faroe, Set.of(200, 503), () -> get(path));
	}

	private Target faroe(String name, int status, Supplier<byte[]> requests) {
		return new Target(name, this.faroe, Set.of(status), requests);
	}

	private int any() {
		return this.random.nextInt(this.users);
	}

	private String anyId() {
		return Users.id(any());
	}

	private static byte[] get(String path) {
		return Target.request("GET", path, CREDENTIAL, "");
	}

	private static byte[] post(String path, String body) {
		return Target.request("POST", path, CREDENTIAL, body);
	}

}
