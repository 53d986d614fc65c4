using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tasks.Tabular;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>
/// The published results of all 15,625 cells on CIFAR-10, which are not part of the project: the file that the environment variable
/// ENAS_NASBENCH201 names, else the one beside the repository. The reward is the validation accuracy after 12 epochs, the result of a
/// search the test accuracy after 200.
/// </summary>
internal static class NasBench201Table
{
    private const int Reward = 0;
    private const int Test = 1;
    private static readonly Lazy<ResultTable> s_table = new(Load);

    public static NasBench201Space Space { get; } = new();

    public static ResultTable Table => s_table.Value;

    public static double RewardOf(TableRow row) => row.Values[Reward];

    public static double TestOf(TableRow row) => row.Values[Test];

    public static TableRow Of(Architecture cell) => Table.Find(cell)!;

    private static ResultTable Load()
    {
        TableColumn[] columns = [new("cifar10_valid_12ep", 0, 100), new("cifar10_test_200ep", 0, 100)];
        return ResultTable.Load(NasBench201File.Path, Space, new("arch"), columns);
    }
}
