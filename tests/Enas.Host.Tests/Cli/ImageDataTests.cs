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
