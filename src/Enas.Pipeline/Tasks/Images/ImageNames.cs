using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>Which files are taken for images, by their names.</summary>
internal static class ImageNames
{
    public const string Formats = "PNG, JPEG, BMP, GIF, WebP, PPM and PGM";
    private static readonly string[] s_read = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".webp", ".ppm", ".pgm"];
    private static readonly string[] s_others = [".tif", ".tiff",
        ".avif", ".heic", ".heif", ".jp2", ".jxl", ".pbm", ".pnm", ".pam", ".ico", ".svg", ".tga", ".dng", ".raw", ".psd", ".apng"];

    /// <summary>Whether a file is read as an image. Hidden ones are not.</summary>
    public static bool IsImage(string path) => Has(path, s_read);

    /// <summary>Whether a file is an image of a kind that is not read.</summary>
    public static bool IsOtherImage(string path) => Has(path, s_others);

    private static bool Has(string path, string[] endings) =>
        !FolderFiles.NameOf(path).StartsWith('.') && endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
