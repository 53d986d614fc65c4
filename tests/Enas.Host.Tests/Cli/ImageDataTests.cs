using SkiaSharp;

namespace Enas.Host.Tests.Cli;

/// <summary><c>enas data check</c> on folders of images, as a process.</summary>
public sealed class ImageDataTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_folder_of_images_is_described()
    {
        Png("train/ant/1.png", 10);
        Png("train/bee/1.png", 30);
        Png("test/bee/1.png", 50);
        var result = await _work.Enas("data", "check", "images", "--json");
        Assert.Equal(0, result.ExitCode);
        var json = result.Json();
        Assert.Equal("class folders", json.GetProperty("layout").GetString());
        Assert.Equal(["ant", "bee"], json.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal([2, 0, 1], json.GetProperty("sets").EnumerateArray().Select(set => set.GetProperty("images").GetInt32()));
        Assert.Equal([20, 20, 20], json.GetProperty("means").EnumerateArray().Select(mean => mean.GetDouble()));
    }

    [Fact]
    public async Task A_damaged_image_is_65_and_named()
    {
        Png("train/ant/1.png", 10);
        Png("train/bee/1.png", 30);
        File.WriteAllBytes(PathOf("train/bee/1.png"), File.ReadAllBytes(PathOf("train/bee/1.png"))[..60]);
        await Refused(65, Path.Combine("train", "bee", "1.png"));
    }

    [Fact]
    public async Task A_damaged_batch_is_65_and_named()
    {
        Directory.CreateDirectory(PathOf(""));
        File.WriteAllBytes(PathOf("data_batch_1.bin"), new byte[3073 + 5]);
        File.WriteAllBytes(PathOf("test_batch.bin"), new byte[3073]);
        await Refused(65, "data_batch_1.bin: 3078 bytes are not whole records of 3073 bytes");
    }

    [Fact]
    public async Task A_folder_without_data_is_66_and_says_what_was_looked_for()
    {
        Directory.CreateDirectory(PathOf(""));
        await Refused(66, "neither text nor images found");
        File.WriteAllText(PathOf("a.txt"), "a b");
        File.WriteAllText(PathOf("b.txt"), "a b");
        await Refused(66, "There is: a.txt, b.txt.");
    }

    [Fact]
    public async Task What_is_passed_over_is_told_and_what_is_bad_is_told_at_once()
    {
        Png("train/ant/1.png", 10);
        Png("train/bee/1.png", 30);
        File.WriteAllText(PathOf("README.md"), "x");
        File.WriteAllText(PathOf("train/.DS_Store"), "x");
        var good = await _work.Enas("data", "check", "images");
        Assert.Equal(0, good.ExitCode);
        Assert.Contains("files  2 read, 2 passed over", good.Output, StringComparison.Ordinal);
        Assert.Contains("hidden: train/.DS_Store", good.Output, StringComparison.Ordinal);
        File.WriteAllText(PathOf("train/ant/2.png"), "no image");
        File.WriteAllText(PathOf("train/bee/2.tif"), "no image");
        File.WriteAllText(PathOf("model.pt"), "x");
        var bad = await _work.Enas("data", "check", "images");
        Assert.Equal(65, bad.ExitCode);
        var lines = bad.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.All(new[] { "2.tif", "2.png", "model.pt", "3 faults in all." }, words =>
            Assert.Contains(lines, line => line.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_check_takes_the_options_of_jobs_with_their_errors()
    {
        Png("ant/1.png", 10);
        Png("bee/1.png", 30);
        var resized = await _work.Enas(
            "data", "check", "images", "--json", "--set", "data.images.resize=fit", "--set", "data.images.resizeTo=8");
        Assert.Equal(8, resized.Json().GetProperty("height").GetInt32());
        Assert.Equal("images resized to 8x8 (fit): 2", resized.Json().GetProperty("done")[0].GetString());
        var wrong = await _work.Enas("data", "check", "images", "--set", "data.images.resize=cropp");
        Assert.Equal(64, wrong.ExitCode);
        Assert.Contains("did you mean \"crop\"?", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(64, (await _work.Enas("data", "check", "images", "--set", "seed=1")).ExitCode);
    }

    [Fact]
    public async Task What_is_no_folder_is_65_and_told_as_what_it_is()
    {
        File.WriteAllText(Path.Combine(_work.Root, "images"), "x");
        await Refused(65, "images: is a regular file; a check needs the folder");
        File.Delete(Path.Combine(_work.Root, "images"));
        TestKit.Faults.SpecialFiles.CreateNamedPipe(Path.Combine(_work.Root, "images"));
        await Refused(65, "images: is a named pipe");
    }

    private async Task Refused(int exitCode, string words)
    {
        var result = await _work.Enas("data", "check", "images");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    private string PathOf(string name) => Path.Combine(_work.Root, "images", name);

    private void Png(string name, byte grey)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        using var bitmap = new SKBitmap(4, 4);
        bitmap.Erase(new SKColor(grey, grey, grey));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(PathOf(name), data.ToArray());
    }
}
