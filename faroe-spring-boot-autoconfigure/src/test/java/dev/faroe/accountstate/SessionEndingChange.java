package dev.faroe.accountstate;

import java.util.Objects;

import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.test.FaroeServer;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import reactor.core.publisher.Mono;

/**
 * The changes of a user that end the sessions of the user.
 */
public enum SessionEndingChange {

	PASSWORD_CHANGE {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			return server.bean(PasswordService.class)
				.update(user.id(), "a long enough password", "another long password", null);
		}
	},

	PASSWORD_RESET {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			PasswordResetService resets = server.bean(PasswordResetService.class);
			var created = Objects.requireNonNull(resets.create(user.id(), null).block());
			String id = created.request().id();
			resets.verifyEmail(id, created.code().value(), null).block();
			return resets.reset(id, "another long password", null);
		}
	},

	EMAIL_CHANGE {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			EmailUpdateService updates = server.bean(EmailUpdateService.class);
			var request = Objects.requireNonNull(updates.create(user.id(), "new-" + user.email()).block());
			return updates.verifyNewEmail(request.id(), request.code().value());
		}
	},

	FACTOR_ADDED {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			Authenticator another = new Authenticator(server.clock());
			return totp(server).register(user.id(), new TotpKey(another.keyBytes()), another.code());
		}
	},

	FACTORS_REPLACED {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			Authenticator another = new Authenticator(server.clock());
			return totp(server).replaceAll(user.id(), new TotpKey(another.keyBytes()), another.code());
		}
	},

	FACTOR_REMOVED {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			return totp(server).list(user.id()).next().flatMap((credential) -> totp(server).delete(credential.id()));
		}
	},

	FACTORS_OF_ONE_KIND_REMOVED {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			return totp(server).deleteAll(user.id());
		}
	},

	ALL_FACTORS_REMOVED {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			return server.bean(RecoveryCodeService.class).deleteSecondFactors(user.id());
		}
	},

	RESET_BY_RECOVERY_CODE {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			return server.bean(RecoveryCodeService.class).resetSecondFactors(user.id(), user.recoveryCode().value());
		}
	},

	DISABLING {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			return server.bean(AccountStateService.class).disable(user.id(), null);
		}
	},

	END_OF_SESSIONS {
		@Override
		public Mono<?> make(FaroeServer server, User user) {
			return server.bean(AccountStateService.class).endSessions(user.id());
		}
	};

	/**
	 * Make the change, of a user with an authenticator.
	 */
	public abstract Mono<?> make(FaroeServer server, User user);

	private static TotpService totp(FaroeServer server) {
		return server.bean(TotpService.class);
	}

}
