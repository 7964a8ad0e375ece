package dev.faroe.test;

import java.lang.management.ManagementFactory;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/**
 * Lets no event loop block in tests. Not where it cannot be installed: Maven itself looks
 * for tests before it starts the processes that run them.
 */
public final class BlockHoundInstallation implements LauncherSessionListener {

	private static final String NEEDED_OPTION = "-XX:+AllowRedefinitionToAddDeleteMethods";

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		if (ManagementFactory.getRuntimeMXBean().getInputArguments().contains(NEEDED_OPTION)) {
			BlockHound.install();
		}
	}

}
