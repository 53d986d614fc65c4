namespace Enas.Backends.Torch.Tests;

/// <summary>Where libtorch is looked for, in which order, and what is said when it is not there.</summary>
[Collection(TestDevice.AloneCollection)]
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
        var error = TorchLibrary.Explain(
            "libLibTorchSharp.so", "/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by libLibTorchSharp.so)");
        Assert.Contains("eng/libtorch", error.Message, StringComparison.Ordinal);
        Assert.Contains("GCC 13", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_loader_said_is_said_without_advice_on_tools()
    {
        var error = TorchLibrary.Explain("libtorch_cpu.so", "Unable to load shared "
            + "library 'libtorch_cpu.so'. Consider setting the LD_DEBUG environment variable: \nlibx.so.1: no such file\n");
        Assert.Contains("from libtorch_cpu.so: libx.so.1: no such file. Another", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "older than 2.9")]
    [InlineData(0x0209_0100_0000_0000UL, "version 2.9.1")]
    [InlineData(0x020b_0000_0000_0000UL, "version 2.11.0")]
    public void A_libtorch_of_another_version_is_refused_with_both_versions(ulong? version, string found)
    {
        var error = Assert.Throws<BackendUnavailableException>(() => TorchLibrary.RequireVersion("/given", version));
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains("only be used with 2.10", error.Message, StringComparison.Ordinal);
        TorchLibrary.RequireVersion("/given", 0x020a_0100_0000_0000UL);
    }

    [Theory]
    [InlineData("cpu", true)]
    [InlineData("cuda", true)]
    [InlineData("cuda:3", true)]
    [InlineData("cuda:-1", false)]
    [InlineData("cuda:x", false)]
    [InlineData("gpu", false)]
    public void Devices_are_named_as_libtorch_names_them(string device, bool isDevice) =>
        Assert.Equal(isDevice, TorchOptions.IsDevice(device));

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
