package dev.faroe.sample.pages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.ImageIO;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;

/**
 * Reads QR codes as a phone does: from a picture.
 */
final class QrPicture {

	private QrPicture() {
	}

	static String read(byte[] picture) {
		try {
			BufferedImageLuminanceSource light = new BufferedImageLuminanceSource(
					ImageIO.read(new ByteArrayInputStream(picture)));
			return new MultiFormatReader().decode(new BinaryBitmap(new HybridBinarizer(light))).getText();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NotFoundException ex) {
			throw new AssertionError("There is no QR code to be seen", ex);
		}
	}

}
