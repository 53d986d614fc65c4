namespace Enas.Backends.Torch.Tests;

/// <summary>Where libtorch is looked for, in which order, and what is said when it is not there.</summary>
[Collection(TestDevice.Collection)]
public sealed class TorchLibraryTests : IDisposable
{
    private const string Native = "runtimes/linux-x64/native";
    private readonly string _root = Directory.CreateTempSubdirectory("enas-libtorch-").FullName;

    [Fact]
    public void The_variable_comes_first_then_the_application_then_the_packages()
    {
        var packages = With("packages/libtorch-cpu-linux-x64/" + TorchLibrary.Version + "/" + Native);
        Assert.Equal(packages, Find(null));
        var nested = With("application/" + Native);
        Assert.Equal(nested, Find(null));
        var application = With("application");
        Assert.Equal(application, Find(string.Empty));
        var given = With("given");
        Assert.Equal(given, Find(given));
    }

    [Fact]
    public void A_variable_that_names_nothing_is_an_error_and_is_not_passed_over()
    {
        With("application");
        var error = Assert.Throws<BackendUnavailableException>(() => Find(Path.Combine(_root, "nothing")));
        Assert.Contains(TorchLibrary.Variable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_none_the_message_says_how_to_get_one()
    {
        var error = Assert.Throws<BackendUnavailableException>(() => Find(null));
        Assert.Contains("ENAS_LIBTORCH", error.Message, StringComparison.Ordinal);
        Assert.Contains("--backend cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_that_is_too_old_is_told_the_cure()
    {
        var error = TorchLibrary.Explain("libLibTorchSharp.so", "/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by libLibTorchSharp.so)");
        Assert.Contains("eng/libtorch", error.Message, StringComparison.Ordinal);
        Assert.Contains("GCC 13", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    [InlineData("cuda:3", true)]
    [InlineData("cuda:-1", false)]
    [InlineData("cuda:x", false)]
    [InlineData("gpu", false)]
    public void Devices_are_named_as_libtorch_names_them(string device, bool isDevice) => Assert.Equal(isDevice, TorchOptions.IsDevice(device));

    [Fact]
    public void A_device_that_is_not_there_is_unavailable_by_name()
    {
        var error = Assert.Throws<BackendUnavailableException>(() => TorchBackend.Create(new TorchOptions("cuda:99")));
        Assert.Contains("cuda:99", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Find(string? given) => TorchLibrary.Find(given, Path.Combine(_root, "application"), Path.Combine(_root, "packages"));

    private string With(string folder)
    {
        var path = Path.Combine(_root, folder);
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, "libtorch_cpu.so"), []);
        return path;
    }
}
