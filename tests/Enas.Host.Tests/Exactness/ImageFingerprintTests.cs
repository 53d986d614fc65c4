using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Exactness;

/// <summary>
/// The first thirty steps of searches on the real images, which have the fingerprints that they had before strategies and spaces became
/// folders of their own: they were recorded by a program built from a commit before that.
/// </summary>
public sealed class ImageFingerprintTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    /// <summary>Needs the images: the environment variables ENAS_FASHION and ENAS_CIFAR10 name their folders.</summary>
    [Theory(Explicit = true)]
    [InlineData("fashion-micro-small.json", "ENAS_FASHION", "8237c973f161d05a772a62588eef303bf7df02b04a65e13d85a07f1a6681ad7c")]
    [InlineData("cifar10-macro-small.json", "ENAS_CIFAR10", "be7a1dc122f42b700b827685476bb4f9943d8bcacf7fff6782a3906235f171ee")]
    [InlineData("cifar10-micro-small.json", "ENAS_CIFAR10", "3ae3096c70bdff966c0a67fbf9ac0dc5bcc681b0a39237faf400c3f034998eb8")]
    public async Task Thirty_steps_on_images_have_one_fingerprint(string job, string variable, string fingerprint)
    {
        var images = Environment.GetEnvironmentVariable(variable);
        Assert.True(Directory.Exists(images), $"{variable} must name the folder of the data set's files");
        foreach (var (setting, threads) in ((string?, int)[])[(null, 1), (null, 7), ("DOTNET_EnableAVX512", 3)])
        {
            Assert.Equal(fingerprint, await ExactRun.FingerprintAsync(
                _work,
                Path.Combine(AppContext.BaseDirectory, "jobs", job),
                new InstructionSetting(setting),
                threads,
                "--set", $"data.path={Path.GetFullPath(images!)}", "--stop-after-steps", "30"));
        }
    }
}
