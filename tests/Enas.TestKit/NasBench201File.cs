namespace Enas.TestKit;

/// <summary>
/// Where the published results of NAS-Bench-201 are looked for: in the file that ENAS_NASBENCH201 names, else beside the checkout. The
/// project has no copy.
/// </summary>
public static class NasBench201File
{
    /// <summary>The CSV file; it need not be there.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("ENAS_NASBENCH201") is { Length: > 0 } given
        ? given : BesideCheckout();

    private static string BesideCheckout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Enas.sln")))
        {
            folder = folder.Parent;
        }

        return System.IO.Path.Combine(folder?.FullName ?? ".", "..", "shared", "data", "nasbench201", "nasbench201_cifar10.csv");
    }
}
