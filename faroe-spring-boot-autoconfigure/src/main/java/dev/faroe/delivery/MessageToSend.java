package dev.faroe.delivery;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A message and who sends it.
 */
record MessageToSend(CodeMessage message, CodeSender sender) implements Deliverable {

	@Override
	public String purpose() {
		return this.message.purpose().name();
	}

	@Override
	public @Nullable String userId() {
		return this.message.userId();
	}

	@Override
	public @Nullable Instant expiresAt() {
		return this.message.expiresAt();
	}

	@Override
	public boolean attempt() throws Exception {
		this.sender.send(this.message);
		return true;
	}

}
