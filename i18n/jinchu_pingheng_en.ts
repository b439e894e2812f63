<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
    <context>
        <name>JinchuPlugin</name>
        <message>
            <source>打开或关闭耕地进出平衡面板</source>
            <translation>Open or close the Cropland Balance panel</translation>
        </message>
        <message>
            <source>检查环境…</source>
            <translation>Check environment…</translation>
        </message>
        <message>
            <source>帮助手册</source>
            <translation>Manual</translation>
        </message>
        <message>
            <source>耕地进出平衡</source>
            <translation>Cropland Balance</translation>
        </message>
        <message>
            <source>耕地进出平衡插件缺少 Python 库 {0}，标注、检查和导出未能启用（环境检查和帮助手册可用，方案可作为普通图层查看）；请在联网电脑上用同版本 Python 运行 python -m pip download {1}，把下载的文件拷到本机一个文件夹，在 OSGeo4W Shell 中进入该文件夹运行 python -m pip install --no-index --find-links . {1}，然后重启 QGIS。</source>
            <translation>The farmland balance plugin lacks the Python libraries {0}, so tagging, checks and export are off (the environment check and the manual work, and a plan can be viewed as an ordinary layer); on a computer with a network and the same Python run python -m pip download {1}, copy the downloaded files into a folder here, go to that folder in the OSGeo4W Shell, run python -m pip install --no-index --find-links . {1}, and restart QGIS.</translation>
        </message>
        <message>
            <source>耕地进出平衡插件缺少 Python 库 {0}，标注、检查和导出未能启用（环境检查和帮助手册可用，方案可作为普通图层查看）；请在联网电脑上运行 python3 -m pip download {1}，把下载的文件拷到本机一个文件夹，进入该文件夹运行 python3 -m pip install --user --no-index --find-links . {1}（源码目录中 make install 会自动带上），然后重启 QGIS。</source>
            <translation>The farmland balance plugin lacks the Python libraries {0}, so tagging, checks and export are off (the environment check and the manual work, and a plan can be viewed as an ordinary layer); on a computer with a network run python3 -m pip download {1}, copy the downloaded files into a folder here, go to that folder, run python3 -m pip install --user --no-index --find-links . {1} (make install in a checkout brings them along), and restart QGIS.</translation>
        </message>
    </context>
    <context>
        <name>Environment</name>
        <message>
            <source>插件</source>
            <translation>Plugin</translation>
        </message>
        <message>
            <source>操作系统</source>
            <translation>Operating system</translation>
        </message>
        <message>
            <source>缺少，或版本过低；处理办法见插件启动时的提示。</source>
            <translation>Missing or too old; the message at the plugin's start says what to do.</translation>
        </message>
        <message>
            <source>没有（可选）</source>
            <translation>none (optional)</translation>
        </message>
        <message>
            <source>{}（低于 3.6，不能写 FileGDB）</source>
            <translation>{} (older than 3.6: cannot write FileGDB)</translation>
        </message>
        <message>
            <source>坐标系数据库不完整，请修复 QGIS 的安装。</source>
            <translation>The CRS database is incomplete; please repair the QGIS installation.</translation>
        </message>
        <message>
            <source>GDAL 缺少驱动 {}，请修复 QGIS 的安装。</source>
            <translation>GDAL lacks the drivers {}; please repair the QGIS installation.</translation>
        </message>
        <message>
            <source>数据驱动</source>
            <translation>Data drivers</translation>
        </message>
        <message>
            <source>没有中文字体，附图中的文字会显示为方框。</source>
            <translation>No Chinese font: text in figures would show as boxes.</translation>
        </message>
        <message>
            <source>中文字体</source>
            <translation>Chinese fonts</translation>
        </message>
        <message>
            <source>没有</source>
            <translation>none</translation>
        </message>
        <message>
            <source>系统编码</source>
            <translation>System encoding</translation>
        </message>
        <message>
            <source>空间不足 {} MB，导出可能失败。</source>
            <translation>Less than {} MB free; an export may fail.</translation>
        </message>
        <message>
            <source>临时文件夹</source>
            <translation>Temporary folder</translation>
        </message>
        <message>
            <source>用户配置</source>
            <translation>User profile</translation>
        </message>
    </context>
    <context>
        <name>area_unit</name>
        <message>
            <source>公顷</source>
            <translation>ha</translation>
        </message>
        <message>
            <source>亩</source>
            <translation>mu</translation>
        </message>
    </context>
    <context>
        <name>BalanceChart</name>
        <message>
            <source>分乡镇平衡图</source>
            <translation>Balance by township, chart</translation>
        </message>
    </context>
    <context>
        <name>BalanceChip</name>
        <message>
            <source>面积平衡</source>
            <translation>Area balance</translation>
        </message>
        <message>
            <source>尚无面积平衡</source>
            <translation>No balance yet</translation>
        </message>
        <message>
            <source>打开面积平衡</source>
            <translation>Open the balance</translation>
        </message>
        <message>
            <source>正在检查…</source>
            <translation>Checking…</translation>
        </message>
        <message>
            <source>结余 {}</source>
            <translation>Surplus {}</translation>
        </message>
        <message>
            <source>（含禁止 {}）</source>
            <translation> (with banned {})</translation>
        </message>
        <message>
            <source>禁止 {}</source>
            <translation>Banned {}</translation>
        </message>
        <message>
            <source>待补 {}</source>
            <translation>Incomplete {}</translation>
        </message>
        <message>
            <source>未计入 {}</source>
            <translation>Left out {}</translation>
        </message>
        <message>
            <source>{} {} 公顷</source>
            <translation>{} {} ha</translation>
        </message>
        <message>
            <source>{}（不计禁止地块）{} 公顷</source>
            <translation>{} (without banned parcels) {} ha</translation>
        </message>
        <message>
            <source>结余（不计禁止地块）{} 公顷</source>
            <translation>Surplus (without banned parcels) {} ha</translation>
        </message>
        <message>
            <source>禁止、待补：地块数。单击打开面积平衡。</source>
            <translation>Banned, incomplete: numbers of parcels. Click to open the balance.</translation>
        </message>
    </context>
    <context>
        <name>BalancePage</name>
        <message>
            <source>以亩显示</source>
            <translation>In mu (亩)</translation>
        </message>
    </context>
    <context>
        <name>BalancePanel</name>
        <message>
            <source>面积平衡</source>
            <translation>Area balance</translation>
        </message>
        <message>
            <source>停止</source>
            <translation>Stop</translation>
        </message>
        <message>
            <source>重新检查</source>
            <translation>Check again</translation>
        </message>
        <message>
            <source>正在检查全部地块…</source>
            <translation>Checking all parcels…</translation>
        </message>
        <message>
            <source>检查已停止，修改后的面积平衡和结论不再更新。</source>
            <translation>The check was stopped: balance and verdicts no longer follow your edits.</translation>
        </message>
        <message>
            <source>未能检查。{}</source>
            <translation>Not checked. {}</translation>
        </message>
        <message>
            <source>……共 {} 块</source>
            <translation>… {} in all</translation>
        </message>
        <message>
            <source>以下地块暂未计入：</source>
            <translation>Left out for now:</translation>
        </message>
        <message>
            <source>结转、核销</source>
            <translation>Carried over</translation>
        </message>
        <message>
            <source>结余</source>
            <translation>Surplus</translation>
        </message>
        <message>
            <source>面积口径：{}</source>
            <translation>Kind of area: {}</translation>
        </message>
        <message>
            <source>面积已平衡，但有 {} 个禁止地块</source>
            <translation>Areas balance, but {} parcels are banned</translation>
        </message>
        <message>
            <source>已平衡</source>
            <translation>Balanced</translation>
        </message>
        <message>
            <source>未平衡</source>
            <translation>Not balanced</translation>
        </message>
        <message>
            <source>{}：结余 {} {}</source>
            <translation>{}: surplus {} {}</translation>
        </message>
        <message>
            <source>计入禁止地块则为 {} {}</source>
            <translation>with banned parcels {} {}</translation>
        </message>
        <message>
            <source>合计</source>
            <translation>Total</translation>
        </message>
        <message>
            <source>合计（按{}计）</source>
            <translation>Total (at {})</translation>
        </message>
        <message>
            <source>{}另有 {} 公顷在禁止地块上，表中未计；计入则结余 {} 公顷。</source>
            <translation>{}: {} ha more on banned parcels, not counted in the table; with them the surplus is {} ha.</translation>
        </message>
        <message>
            <source>{}中另有 {} 公顷凭文件扣除，不计入平衡。</source>
            <translation>{}: a further {} ha are deducted by document and not counted in the balance.</translation>
        </message>
        <message>
            <source>按通知应{} {} 公顷。</source>
            <translation>Required by the notice: {} {} ha.</translation>
        </message>
        <message>
            <source>未计入：{}</source>
            <translation>Not counted: {}</translation>
        </message>
        <message>
            <source>未达到的乡镇：{}。</source>
            <translation>Townships that fall short: {}.</translation>
        </message>
        <message>
            <source>{}{}少于{}，缺 {} 公顷。</source>
            <translation>{}: {} is less than {}, {} ha short.</translation>
        </message>
        <message>
            <source>平均等别：{} {}，{} {}（{}）。</source>
            <translation>Mean quality grade: {} {}, {} {} ({}).</translation>
        </message>
        <message>
            <source>质量未降低</source>
            <translation>quality not lowered</translation>
        </message>
        <message>
            <source>质量降低</source>
            <translation>quality lowered</translation>
        </message>
        <message>
            <source>{}调出 {} 公顷</source>
            <translation>{} gives {} ha</translation>
        </message>
        <message>
            <source>{}调入 {} 公顷</source>
            <translation>{} receives {} ha</translation>
        </message>
        <message>
            <source>乡镇间调剂：{}。</source>
            <translation>Transfers between townships: {}.</translation>
        </message>
    </context>
    <context>
        <name>TownTable</name>
        <message>
            <source>分乡镇、分地类平衡表</source>
            <translation>Balance by township and class</translation>
        </message>
        <message>
            <source>流入和结余不计禁止地块；Ctrl+C 复制</source>
            <translation>Inflow and surplus without banned parcels; Ctrl+C copies</translation>
        </message>
        <message>
            <source>复制</source>
            <translation>Copy</translation>
        </message>
        <message>
            <source>结余</source>
            <translation>Surplus</translation>
        </message>
        <message>
            <source>乡镇（{}）</source>
            <translation>Township ({})</translation>
        </message>
        <message>
            <source>合计</source>
            <translation>Total</translation>
        </message>
        <message>
            <source>全县</source>
            <translation>County</translation>
        </message>
    </context>
    <context>
        <name>ApprovalDialog</name>
        <message>
            <source>登记方案的批准</source>
            <translation>Record the approval of a plan</translation>
        </message>
        <message>
            <source>如 云政函〔2023〕12号</source>
            <translation>such as 云政函〔2023〕12号</translation>
        </message>
        <message>
            <source>批准的是第 {} 版。批准的方案另存为只读副本，放在方案旁边；以后仍可修改方案。</source>
            <translation>Revision {} is approved. The approved plan is kept as a read-only copy beside the plan, which may still be changed afterwards.</translation>
        </message>
        <message>
            <source>登记</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>取消</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>文号</source>
            <translation>Document number</translation>
        </message>
        <message>
            <source>批准机关</source>
            <translation>Approving body</translation>
        </message>
        <message>
            <source>批准日期</source>
            <translation>Day of approval</translation>
        </message>
    </context>
    <context>
        <name>BatchDialog</name>
        <message>
            <source>登记批次</source>
            <translation>Record a batch</translation>
        </message>
        <message>
            <source>关闭</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>登记</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>删除</source>
            <translation>Delete</translation>
        </message>
        <message>
            <source>批次</source>
            <translation>Batch</translation>
        </message>
        <message>
            <source>种类</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>报批日期</source>
            <translation>Submitted on</translation>
        </message>
        <message>
            <source>文号</source>
            <translation>Document</translation>
        </message>
        <message>
            <source>地块的批次填此名称，如 第二批</source>
            <translation>The name that its parcels carry, e.g. 第二批</translation>
        </message>
        <message>
            <source>批准或备案的文号，没有则留空</source>
            <translation>Number of the approval or filing; empty until there is one</translation>
        </message>
        <message>
            <source>已登记 {}。</source>
            <translation>Recorded {}.</translation>
        </message>
        <message>
            <source>已删除 {}。</source>
            <translation>Deleted {}.</translation>
        </message>
        <message>
            <source>平衡、质量和时序按全年判定，各表分批列出。</source>
            <translation>Balance, quality and sequence are judged over the whole year; the tables list each batch.</translation>
        </message>
        <message>
            <source>所依据的通知没有分批的规定。</source>
            <translation>The notice of this plan provides for no batches.</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Note</translation>
        </message>
    </context>
    <context>
        <name>CheckingTemplate</name>
        <message>
            <source>选择单位的 Word 模板</source>
            <translation>Choose the office's Word template</translation>
        </message>
        <message>
            <source>Word 文档 (*.docx)</source>
            <translation>Word document (*.docx)</translation>
        </message>
        <message>
            <source>总体方案</source>
            <translation>Plan document</translation>
        </message>
        <message>
            <source>这个模板用于：</source>
            <translation>This template is for:</translation>
        </message>
        <message>
            <source>检查模板</source>
            <translation>Check a template</translation>
        </message>
        <message>
            <source>模板“{}”没有发现错误，可以使用。</source>
            <translation>Nothing is wrong in the template “{}”: it can be used.</translation>
        </message>
        <message>
            <source>模板“{}”有 {} 处错误。</source>
            <translation>The template “{}” is wrong in {} places.</translation>
        </message>
        <message>
            <source>查看</source>
            <translation>Show</translation>
        </message>
    </context>
    <context>
        <name>Choosing</name>
        <message>
            <source>方案已另存为 {}。</source>
            <translation>The plan was saved as {}.</translation>
        </message>
    </context>
    <context>
        <name>Errands</name>
        <message>
            <source>检查、导出、比较、批准以已保存的方案为准。现在保存 {} 步修改并继续？</source>
            <translation>Check, export, comparison and approval look at the saved plan. Save {} steps now and go on?</translation>
        </message>
        <message>
            <source>未保存的修改</source>
            <translation>Unsaved edits</translation>
        </message>
        <message>
            <source>已取消，没有写入任何内容。</source>
            <translation>Cancelled; nothing was written.</translation>
        </message>
        <message>
            <source>取消</source>
            <translation>Cancel</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>导出成果包</source>
            <translation>Export package</translation>
        </message>
        <message>
            <source>方案还有下列事项，导出的总体方案会标为草稿：</source>
            <translation>The plan still has these issues; the exported document will be marked as a draft:</translation>
        </message>
        <message>
            <source>检查已通过：</source>
            <translation>The check has passed:</translation>
        </message>
        <message>
            <source>成果包文件夹（新建，或空文件夹，或先前导出的成果包）：</source>
            <translation>Folder of the package (new, empty, or an earlier package):</translation>
        </message>
        <message>
            <source>Word 文档 (*.docx)</source>
            <translation>Word document (*.docx)</translation>
        </message>
        <message>
            <source>不选则为自带的版式</source>
            <translation>none: the shipped look</translation>
        </message>
        <message>
            <source>单位的总体方案模板（.docx）：</source>
            <translation>The office's template of the plan document (.docx):</translation>
        </message>
        <message>
            <source>仍然导出</source>
            <translation>Export anyway</translation>
        </message>
        <message>
            <source>导出</source>
            <translation>Export</translation>
        </message>
        <message>
            <source>取消</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>继续导出的理由（必填），写入总体方案封面和检查报告</source>
            <translation>Reason for exporting anyway (required); printed on the document's cover and in the check report</translation>
        </message>
        <message>
            <source>检查结果图（地块按可行、待补、无法判定、禁止着色）</source>
            <translation>Result of the check (parcels coloured as feasible, to be completed, undecided, banned)</translation>
        </message>
        <message>
            <source>乡镇分幅图（每个乡镇一幅）</source>
            <translation>Sheets of townships (one each)</translation>
        </message>
        <message>
            <source>地块位置图集（每个地块一页，附界址点坐标；地块多时较慢）</source>
            <translation>Atlas of parcels (a page each, with boundary points; slow for many parcels)</translation>
        </message>
        <message>
            <source>附图除附图1至附图5外，还有：</source>
            <translation>Figures besides figures 1 to 5:</translation>
        </message>
    </context>
    <context>
        <name>ExportedFiles</name>
        <message>
            <source>成果包是第 {} 版方案导出的，方案已是第 {} 版，请重新导出</source>
            <translation>The package was exported from revision {} of the plan, which is at revision {} now: export it again</translation>
        </message>
        <message>
            <source>核对导出的文件</source>
            <translation>Compare the exported files</translation>
        </message>
    </context>
    <context>
        <name>HandingIn</name>
        <message>
            <source>{}成果包</source>
            <translation>{} package</translation>
        </message>
        <message>
            <source>正在检查方案…</source>
            <translation>Checking the plan…</translation>
        </message>
        <message>
            <source>检查完成，结论已记入方案。{}</source>
            <translation>Checked; the plan keeps the findings. {}</translation>
        </message>
        <message>
            <source>正在导出成果包…</source>
            <translation>Exporting the package…</translation>
        </message>
        <message>
            <source>已导出 {} 个文件到“{}”。</source>
            <translation>Exported {} files to “{}”.</translation>
        </message>
        <message>
            <source>打开文件夹</source>
            <translation>Open folder</translation>
        </message>
    </context>
    <context>
        <name>ImportDialog</name>
        <message>
            <source>导入乡镇申报</source>
            <translation>Import township declarations</translation>
        </message>
        <message>
            <source>移除</source>
            <translation>Remove</translation>
        </message>
        <message>
            <source>关闭</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>写入方案</source>
            <translation>Write into the plan</translation>
        </message>
        <message>
            <source>只写入可用的</source>
            <translation>Write what can be taken</translation>
        </message>
        <message>
            <source>请添加申报表（.xlsx）和图形（shp、gpkg、gdb 或 txt）。</source>
            <translation>Add workbooks (.xlsx) and shapes (shp, gpkg, gdb or txt).</translation>
        </message>
        <message>
            <source>按文件</source>
            <translation>As the files say</translation>
        </message>
        <message>
            <source>筛选：地块、文件、原因…</source>
            <translation>Filter: parcel, file, reason…</translation>
        </message>
        <message>
            <source>坐标文本的坐标系</source>
            <translation>CRS of coordinate text</translation>
        </message>
        <message>
            <source>文件</source>
            <translation>Files</translation>
        </message>
        <message>
            <source>方向</source>
            <translation>Side</translation>
        </message>
        <message>
            <source>类型</source>
            <translation>Type</translation>
        </message>
        <message>
            <source>报告</source>
            <translation>Report</translation>
        </message>
        <message>
            <source>添加文件…</source>
            <translation>Add files…</translation>
        </message>
        <message>
            <source>添加 FileGDB…</source>
            <translation>Add FileGDB…</translation>
        </message>
        <message>
            <source>字段对应</source>
            <translation>Field mapping</translation>
        </message>
        <message>
            <source>申报表和图形</source>
            <translation>Workbooks and shapes</translation>
        </message>
        <message>
            <source>添加文件</source>
            <translation>Add files</translation>
        </message>
        <message>
            <source>添加 FileGDB（.gdb 文件夹）</source>
            <translation>Add a FileGDB (.gdb folder)</translation>
        </message>
    </context>
    <context>
        <name>MappingTable</name>
        <message>
            <source>文件中的表头</source>
            <translation>Header in the file</translation>
        </message>
        <message>
            <source>方案字段</source>
            <translation>Field of the plan</translation>
        </message>
        <message>
            <source>字段对应</source>
            <translation>Field mapping</translation>
        </message>
        <message>
            <source>（不带入）</source>
            <translation>(left out)</translation>
        </message>
    </context>
    <context>
        <name>Importing</name>
        <message>
            <source>正在核对…</source>
            <translation>Reviewing…</translation>
        </message>
        <message>
            <source>正在核对乡镇申报…</source>
            <translation>Reviewing township declarations…</translation>
        </message>
        <message>
            <source>正在导入乡镇申报…</source>
            <translation>Importing township declarations…</translation>
        </message>
        <message>
            <source>已导入乡镇申报：{}。尚未保存，可一步撤销。</source>
            <translation>Declarations imported: {}. Not saved yet; one undo takes them back.</translation>
        </message>
    </context>
    <context>
        <name>NewPlanDialog</name>
        <message>
            <source>新建方案</source>
            <translation>New plan</translation>
        </message>
        <message>
            <source>方案</source>
            <translation>Plan</translation>
        </message>
        <message>
            <source>6 位数字</source>
            <translation>6 digits</translation>
        </message>
        <message>
            <source>可留空</source>
            <translation>may be left empty</translation>
        </message>
        <message>
            <source>新建</source>
            <translation>Create</translation>
        </message>
        <message>
            <source>取消</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>县级代码</source>
            <translation>County code</translation>
        </message>
        <message>
            <source>县（市、区）名称</source>
            <translation>Name of the county</translation>
        </message>
        <message>
            <source>方案年度</source>
            <translation>Year of the plan</translation>
        </message>
        <message>
            <source>所依据的通知</source>
            <translation>Notice</translation>
        </message>
        <message>
            <source>坐标系</source>
            <translation>CRS</translation>
        </message>
        <message>
            <source>编制单位</source>
            <translation>Compiled by</translation>
        </message>
        <message>
            <source>方案文件</source>
            <translation>Plan file</translation>
        </message>
        <message>
            <source>请填写 6 位县级行政区划代码。</source>
            <translation>Enter the county's 6-digit code.</translation>
        </message>
        <message>
            <source>请填写县（市、区）名称。</source>
            <translation>Enter the county's name.</translation>
        </message>
        <message>
            <source>请选择所依据的通知。</source>
            <translation>Choose the notice that the plan follows.</translation>
        </message>
        <message>
            <source>请选择以米为单位的投影坐标系，如 EPSG:4544（CGCS2000 3 度带）。</source>
            <translation>Choose a projected CRS in metres, such as EPSG:4544 (CGCS2000, 3-degree zone).</translation>
        </message>
        <message>
            <source>请选择方案文件的保存位置。</source>
            <translation>Choose where to save the plan file.</translation>
        </message>
        <message>
            <source>该文件已存在，请换一个文件名。</source>
            <translation>This file exists already; choose another name.</translation>
        </message>
    </context>
    <context>
        <name>plan_files</name>
        <message>
            <source>打开方案</source>
            <translation>Open a plan</translation>
        </message>
        <message>
            <source>另存方案</source>
            <translation>Save plan as</translation>
        </message>
        <message>
            <source>方案</source>
            <translation>Plan</translation>
        </message>
    </context>
    <context>
        <name>PlanMenu</name>
        <message>
            <source>新建方案…</source>
            <translation>New plan…</translation>
        </message>
        <message>
            <source>打开方案…</source>
            <translation>Open plan…</translation>
        </message>
        <message>
            <source>最近的方案</source>
            <translation>Recent plans</translation>
        </message>
        <message>
            <source>导入乡镇申报…</source>
            <translation>Import township declarations…</translation>
        </message>
        <message>
            <source>另存为…</source>
            <translation>Save as…</translation>
        </message>
        <message>
            <source>另存为情景…</source>
            <translation>Save as scenario…</translation>
        </message>
        <message>
            <source>登记批次…</source>
            <translation>Record a batch…</translation>
        </message>
        <message>
            <source>登记批准…</source>
            <translation>Record approval…</translation>
        </message>
        <message>
            <source>导出同意书、公示…</source>
            <translation>Export consents and publicity…</translation>
        </message>
        <message>
            <source>比较方案</source>
            <translation>Compare plans</translation>
        </message>
        <message>
            <source>关闭方案</source>
            <translation>Close plan</translation>
        </message>
        <message>
            <source>核对成果包…</source>
            <translation>Verify a package…</translation>
        </message>
        <message>
            <source>载入示例县…</source>
            <translation>Load the sample county…</translation>
        </message>
        <message>
            <source>检查模板…</source>
            <translation>Check a template…</translation>
        </message>
        <message>
            <source>帮助手册</source>
            <translation>Manual</translation>
        </message>
    </context>
    <context>
        <name>Revising</name>
        <message>
            <source>正在登记批准…</source>
            <translation>Recording the approval…</translation>
        </message>
        <message>
            <source>正在比较方案…</source>
            <translation>Comparing plans…</translation>
        </message>
        <message>
            <source>另存为情景</source>
            <translation>Save as scenario</translation>
        </message>
        <message>
            <source>情景名称（如 方案甲、少占水田）：</source>
            <translation>Name of the scenario (such as Variant A):</translation>
        </message>
        <message>
            <source>已登记批准，批准的方案留存为 {}。</source>
            <translation>The approval was recorded; the approved plan was kept as {}.</translation>
        </message>
        <message>
            <source>修订情况表的文件夹</source>
            <translation>Folder for the revision table</translation>
        </message>
        <message>
            <source>已写出 {}。</source>
            <translation>{} was written.</translation>
        </message>
    </context>
    <context>
        <name>SampleCounty</name>
        <message>
            <source>示例县放在哪个文件夹</source>
            <translation>Folder to put the sample county in</translation>
        </message>
        <message>
            <source>正在载入示例县…</source>
            <translation>Loading the sample county…</translation>
        </message>
        <message>
            <source>示例县</source>
            <translation>Sample county</translation>
        </message>
        <message>
            <source>已载入示例县（虚构），文件在 {}。</source>
            <translation>The (invented) sample county is loaded; its files are in {}.</translation>
        </message>
    </context>
    <context>
        <name>Verifying</name>
        <message>
            <source>选择成果包文件夹</source>
            <translation>Choose the folder of a package</translation>
        </message>
        <message>
            <source>正在核对成果包…</source>
            <translation>Verifying the package…</translation>
        </message>
        <message>
            <source>成果包“{}”的文件、数字和文字一致。</source>
            <translation>Files, figures and texts of package “{}” agree.</translation>
        </message>
        <message>
            <source>成果包“{}”有 {} 处不一致。</source>
            <translation>Package “{}”: {} differences found.</translation>
        </message>
        <message>
            <source>核对成果包</source>
            <translation>Verify a package</translation>
        </message>
        <message>
            <source>查看</source>
            <translation>Show</translation>
        </message>
    </context>
    <context>
        <name>YearMenu</name>
        <message>
            <source>年度工作</source>
            <translation>Around the year</translation>
        </message>
        <message>
            <source>查找流入潜力…</source>
            <translation>Find potential inflow…</translation>
        </message>
        <message>
            <source>选取流入地块…</source>
            <translation>Choose inflow…</translation>
        </message>
        <message>
            <source>登记实施阶段…</source>
            <translation>Record a stage…</translation>
        </message>
        <message>
            <source>台账…</source>
            <translation>Ledger…</translation>
        </message>
        <message>
            <source>年末核算…</source>
            <translation>Close the year…</translation>
        </message>
        <message>
            <source>回复下发图斑…</source>
            <translation>Answer issued polygons…</translation>
        </message>
    </context>
    <context>
        <name>PlanDock</name>
        <message>
            <source>耕地进出平衡</source>
            <translation>Cropland Balance</translation>
        </message>
        <message>
            <source>地块</source>
            <translation>Parcels</translation>
        </message>
        <message>
            <source>项目</source>
            <translation>Projects</translation>
        </message>
        <message>
            <source>问题</source>
            <translation>Findings</translation>
        </message>
        <message>
            <source>文件</source>
            <translation>Files</translation>
        </message>
        <message>
            <source>平衡</source>
            <translation>Balance</translation>
        </message>
        <message>
            <source>比较</source>
            <translation>Compare</translation>
        </message>
        <message>
            <source>历史</source>
            <translation>History</translation>
        </message>
        <message>
            <source>已将 {} 个图形标为{}，尚未保存。</source>
            <translation>{} shapes tagged as {}, not saved yet.</translation>
        </message>
        <message>
            <source>方案已保存。</source>
            <translation>The plan is saved.</translation>
        </message>
    </context>
    <context>
        <name>filling</name>
        <message>
            <source>填写{}（{} 个地块）</source>
            <translation>Fill in {} (parcels: {})</translation>
        </message>
        <message>
            <source>填写</source>
            <translation>Fill in</translation>
        </message>
    </context>
    <context>
        <name>parcel_form</name>
        <message>
            <source>（未填）</source>
            <translation>(empty)</translation>
        </message>
    </context>
    <context>
        <name>Saving</name>
        <message>
            <source>记录修改</source>
            <translation>Recording the edits</translation>
        </message>
    </context>
    <context>
        <name>PlanSession</name>
        <message>
            <source>编号</source>
            <translation>Id</translation>
        </message>
        <message>
            <source>{}{}年度</source>
            <translation>{} {}</translation>
        </message>
        <message>
            <source>{}（情景 {}）</source>
            <translation>{} (scenario {})</translation>
        </message>
        <message>
            <source>重新编号</source>
            <translation>Renumber</translation>
        </message>
        <message>
            <source>{}地块</source>
            <translation>Parcels of {}</translation>
        </message>
    </context>
    <context>
        <name>tagging</name>
        <message>
            <source>读取所选图形</source>
            <translation>Reading the selected features</translation>
        </message>
        <message>
            <source>标为{}（{} 个地块）</source>
            <translation>Tag as {} ({} parcels)</translation>
        </message>
        <message>
            <source>裁去已标注的部分</source>
            <translation>Cutting out what is tagged already</translation>
        </message>
        <message>
            <source>加入地块</source>
            <translation>Adding parcels</translation>
        </message>
        <message>
            <source>移除 {} 个地块</source>
            <translation>Remove {} parcels</translation>
        </message>
    </context>
    <context>
        <name>EnvironmentDialog</name>
        <message>
            <source>检查环境</source>
            <translation>Check environment</translation>
        </message>
        <message>
            <source>环境检查结果</source>
            <translation>Result of the environment check</translation>
        </message>
        <message>
            <source>关闭</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>复制</source>
            <translation>Copy</translation>
        </message>
        <message>
            <source>运行自检（约一分钟）</source>
            <translation>Run self-test (about a minute)</translation>
        </message>
        <message>
            <source>有 {} 项需要处理，以 ✗ 标明；可复制全文发给维护者。</source>
            <translation>{} items need attention, marked ✗; copy the text to send it to the maintainer.</translation>
        </message>
        <message>
            <source>环境正常；自检从新建方案到核对成果包走一遍，不改动任何文件。</source>
            <translation>All is well. The self-test goes from a new plan to a verified package and changes no file.</translation>
        </message>
        <message>
            <source>环境自检</source>
            <translation>Self-test</translation>
        </message>
        <message>
            <source>{:.1f} 秒</source>
            <translation>{:.1f} s</translation>
        </message>
        <message>
            <source>环境正常，自检全部通过。</source>
            <translation>All is well, and the self-test has passed.</translation>
        </message>
        <message>
            <source>自检 · </source>
            <translation>Self-test · </translation>
        </message>
    </context>
    <context>
        <name>DeclarationForm</name>
        <message>
            <source>县级声明</source>
            <translation>County statement</translation>
        </message>
        <message>
            <source>登记</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>撤回</source>
            <translation>Withdraw</translation>
        </message>
        <message>
            <source>已登记</source>
            <translation>Recorded</translation>
        </message>
        <message>
            <source>没有图层时，可登记县级声明作为依据</source>
            <translation>Without a layer, a statement of the county can be recorded as evidence</translation>
        </message>
        <message>
            <source>声明</source>
            <translation>Statement</translation>
        </message>
        <message>
            <source>说明</source>
            <translation>Remark</translation>
        </message>
        <message>
            <source>文号</source>
            <translation>Document number</translation>
        </message>
        <message>
            <source>出具机关</source>
            <translation>Issued by</translation>
        </message>
        <message>
            <source>出具日期</source>
            <translation>Issued on</translation>
        </message>
    </context>
    <context>
        <name>RoleDetail</name>
        <message>
            <source>可选的图层</source>
            <translation>Layers to choose from</translation>
        </message>
        <message>
            <source>图层</source>
            <translation>Layers</translation>
        </message>
        <message>
            <source>筛选字段</source>
            <translation>Filter field</translation>
        </message>
        <message>
            <source>取这些值（逗号分隔）</source>
            <translation>Values, comma-separated</translation>
        </message>
        <message>
            <source>可选多个图层</source>
            <translation>several layers may be chosen</translation>
        </message>
        <message>
            <source>只选一个图层</source>
            <translation>one layer only</translation>
        </message>
        <message>
            <source>；附图或附表用，可不选</source>
            <translation>; for figures or tables, optional</translation>
        </message>
        <message>
            <source>✗ {}（图层已移除）</source>
            <translation>✗ {} (layer removed)</translation>
        </message>
        <message>
            <source>（全部要素）</source>
            <translation>(all features)</translation>
        </message>
    </context>
    <context>
        <name>RoleDialog</name>
        <message>
            <source>图层设置</source>
            <translation>Layers</translation>
        </message>
        <message>
            <source>图层已移除：{}</source>
            <translation>Layer removed: {}</translation>
        </message>
        <message>
            <source>用方案记录的 {}</source>
            <translation>As recorded in the plan: {}</translation>
        </message>
        <message>
            <source>未选择</source>
            <translation>None chosen</translation>
        </message>
        <message>
            <source>另有{}</source>
            <translation>Also: {}</translation>
        </message>
        <message>
            <source>图层角色</source>
            <translation>Layer roles</translation>
        </message>
        <message>
            <source>状态</source>
            <translation>State</translation>
        </message>
        <message>
            <source>角色</source>
            <translation>Role</translation>
        </message>
        <message>
            <source>图层</source>
            <translation>Layers</translation>
        </message>
        <message>
            <source>说明</source>
            <translation>Remark</translation>
        </message>
        <message>
            <source>关闭</source>
            <translation>Close</translation>
        </message>
    </context>
    <context>
        <name>role_dialog</name>
        <message>
            <source>可用</source>
            <translation>Usable</translation>
        </message>
        <message>
            <source>注意</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>不可用</source>
            <translation>Unusable</translation>
        </message>
        <message>
            <source>未选</source>
            <translation>None</translation>
        </message>
    </context>
    <context>
        <name>ComparePanel</name>
        <message>
            <source>比较</source>
            <translation>Compare</translation>
        </message>
        <message>
            <source>修订情况表…</source>
            <translation>Revision table…</translation>
        </message>
        <message>
            <source>把比较结果写成 Excel，随修订后的方案报批、备案</source>
            <translation>Write the comparison as Excel, to be approved and filed with the revised plan</translation>
        </message>
        <message>
            <source>变化</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>编号</source>
            <translation>Id</translation>
        </message>
        <message>
            <source>方向</source>
            <translation>Side</translation>
        </message>
        <message>
            <source>名称</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>原（公顷）</source>
            <translation>Before (ha)</translation>
        </message>
        <message>
            <source>现（公顷）</source>
            <translation>Now (ha)</translation>
        </message>
        <message>
            <source>增减</source>
            <translation>Difference</translation>
        </message>
        <message>
            <source>内容</source>
            <translation>What changed</translation>
        </message>
        <message>
            <source>单击：在地图上闪烁两者相差的范围</source>
            <translation>Click: flash on the map the land in which the two differ</translation>
        </message>
        <message>
            <source>单位</source>
            <translation>Unit</translation>
        </message>
        <message>
            <source>地类</source>
            <translation>Class</translation>
        </message>
        <message>
            <source>流出：原</source>
            <translation>Outflow: before</translation>
        </message>
        <message>
            <source>现</source>
            <translation>now</translation>
        </message>
        <message>
            <source>流入：原</source>
            <translation>Inflow: before</translation>
        </message>
        <message>
            <source>结余：原</source>
            <translation>Surplus: before</translation>
        </message>
        <message>
            <source>批准的方案：{}</source>
            <translation>Approved plan: {}</translation>
        </message>
        <message>
            <source>另一个方案文件（情景、修订前）…</source>
            <translation>Another plan file (scenario, before a revision)…</translation>
        </message>
        <message>
            <source>尚未比较。</source>
            <translation>Nothing has been compared yet.</translation>
        </message>
        <message>
            <source>结余 {} → {} 公顷</source>
            <translation>surplus {} → {} ha</translation>
        </message>
        <message>
            <source>与{}相比：{}；{}</source>
            <translation>Against {}: {}; {}</translation>
        </message>
        <message>
            <source>与之比较</source>
            <translation>Compare with</translation>
        </message>
        <message>
            <source>变化的地块</source>
            <translation>Changed parcels</translation>
        </message>
        <message>
            <source>平衡对照</source>
            <translation>Both balances</translation>
        </message>
    </context>
    <context>
        <name>FilePanel</name>
        <message>
            <source>状态</source>
            <translation>State</translation>
        </message>
        <message>
            <source>种类</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>文件</source>
            <translation>Files</translation>
        </message>
        <message>
            <source>方案版次</source>
            <translation>Plan revision</translation>
        </message>
        <message>
            <source>时间</source>
            <translation>Time</translation>
        </message>
        <message>
            <source>文件夹</source>
            <translation>Folder</translation>
        </message>
        <message>
            <source>导出的文件</source>
            <translation>Exported files</translation>
        </message>
        <message>
            <source>双击或回车：打开</source>
            <translation>Double click or Enter: open</translation>
        </message>
        <message>
            <source>打开</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>打开文件夹</source>
            <translation>Open folder</translation>
        </message>
        <message>
            <source>核对成果包</source>
            <translation>Verify package</translation>
        </message>
        <message>
            <source>由成果包自带的地块和面积单元重新计算，逐处比较表格、文档、矢量</source>
            <translation>Computes again from the package's own parcels and cells, and compares tables, document and vectors place by place</translation>
        </message>
        <message>
            <source>重新导出…</source>
            <translation>Export again…</translation>
        </message>
        <message>
            <source>检查后把成果包导出到同一个文件夹</source>
            <translation>Check, then export the package into the same folder</translation>
        </message>
        <message>
            <source>还没有从这个方案导出过文件。</source>
            <translation>Nothing has been exported from this plan yet.</translation>
        </message>
        <message>
            <source>{} 个文件：{}</source>
            <translation>{} files: {}</translation>
        </message>
        <message>
            <source>筛选状态、种类、文件</source>
            <translation>Filter states, kinds, files</translation>
        </message>
    </context>
    <context>
        <name>file_words</name>
        <message>
            <source>✓ 与方案一致</source>
            <translation>✓ As the plan</translation>
        </message>
        <message>
            <source>▲ 早于方案</source>
            <translation>▲ Older than the plan</translation>
        </message>
        <message>
            <source>? 不能读取</source>
            <translation>? Cannot be read</translation>
        </message>
        <message>
            <source>✎ 被改动</source>
            <translation>✎ Changed</translation>
        </message>
        <message>
            <source>✗ 已不在</source>
            <translation>✗ Gone</translation>
        </message>
        <message>
            <source>… 核对中</source>
            <translation>… Comparing</translation>
        </message>
        <message>
            <source>成果包</source>
            <translation>Package</translation>
        </message>
        <message>
            <source>总体方案</source>
            <translation>Plan document</translation>
        </message>
        <message>
            <source>附件1</source>
            <translation>Annex 1</translation>
        </message>
        <message>
            <source>附件2</source>
            <translation>Annex 2</translation>
        </message>
        <message>
            <source>县级列表</source>
            <translation>County list</translation>
        </message>
        <message>
            <source>时序安排情况表</source>
            <translation>Schedule</translation>
        </message>
        <message>
            <source>情况表</source>
            <translation>Balance tables</translation>
        </message>
        <message>
            <source>检查报告</source>
            <translation>Check report</translation>
        </message>
        <message>
            <source>修订情况表</source>
            <translation>Revision table</translation>
        </message>
        <message>
            <source>矢量数据</source>
            <translation>Vector data</translation>
        </message>
        <message>
            <source>界址点坐标</source>
            <translation>Boundary coordinates</translation>
        </message>
        <message>
            <source>附图</source>
            <translation>Figure</translation>
        </message>
    </context>
    <context>
        <name>HistoryPanel</name>
        <message>
            <source>时间</source>
            <translation>Time</translation>
        </message>
        <message>
            <source>操作人</source>
            <translation>Who</translation>
        </message>
        <message>
            <source>操作</source>
            <translation>Action</translation>
        </message>
        <message>
            <source>地块</source>
            <translation>Parcel</translation>
        </message>
        <message>
            <source>变化</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>内容</source>
            <translation>Content</translation>
        </message>
        <message>
            <source>历史</source>
            <translation>History</translation>
        </message>
        <message>
            <source>写入历史的操作人；空为操作系统的用户名</source>
            <translation>Name recorded in the history; empty: the user of the operating system</translation>
        </message>
        <message>
            <source>导出历史…</source>
            <translation>Export history…</translation>
        </message>
        <message>
            <source>导出历史</source>
            <translation>Export history</translation>
        </message>
        <message>
            <source>已写出 {}。</source>
            <translation>{} was written.</translation>
        </message>
        <message>
            <source>筛选地块、操作、内容</source>
            <translation>Filter parcels, actions, content</translation>
        </message>
    </context>
    <context>
        <name>IssueModel</name>
        <message>
            <source>级别</source>
            <translation>Level</translation>
        </message>
        <message>
            <source>地块</source>
            <translation>Parcel</translation>
        </message>
        <message>
            <source>乡镇</source>
            <translation>Township</translation>
        </message>
        <message>
            <source>条款</source>
            <translation>Clause</translation>
        </message>
        <message>
            <source>说明</source>
            <translation>Explanation</translation>
        </message>
        <message>
            <source>依据</source>
            <translation>Evidence</translation>
        </message>
    </context>
    <context>
        <name>IssuePanel</name>
        <message>
            <source>仅当前视图</source>
            <translation>Map view only</translation>
        </message>
        <message>
            <source>全部条款</source>
            <translation>All clauses</translation>
        </message>
        <message>
            <source>{}/{} 条</source>
            <translation>{}/{}</translation>
        </message>
        <message>
            <source>问题</source>
            <translation>Findings</translation>
        </message>
        <message>
            <source>单击：在地图上闪烁；双击或按回车：缩放；Ctrl+C：复制</source>
            <translation>Click: flash on the map; double-click or Enter: zoom; Ctrl+C: copy</translation>
        </message>
        <message>
            <source>复制</source>
            <translation>Copy</translation>
        </message>
        <message>
            <source>条款</source>
            <translation>Clause</translation>
        </message>
        <message>
            <source>筛选文字</source>
            <translation>Filter text</translation>
        </message>
        <message>
            <source>上一条</source>
            <translation>Previous</translation>
        </message>
        <message>
            <source>下一条</source>
            <translation>Next</translation>
        </message>
    </context>
    <context>
        <name>ListsDock</name>
        <message>
            <source>进出平衡列表</source>
            <translation>Balance lists</translation>
        </message>
    </context>
    <context>
        <name>ParcelDoings</name>
        <message>
            <source>例外已登记。</source>
            <translation>The exception was recorded.</translation>
        </message>
    </context>
    <context>
        <name>ParcelFilterBar</name>
        <message>
            <source>筛选编号、名称、项目、地类、结论</source>
            <translation>Filter by id, name, project, class, finding</translation>
        </message>
        <message>
            <source>筛选文字</source>
            <translation>Filter text</translation>
        </message>
    </context>
    <context>
        <name>ParcelModel</name>
        <message>
            <source>图形的平面面积（公顷）；平衡所用面积见“平衡”</source>
            <translation>Planar area of the shape (ha); for the areas that are balanced see “Balance”</translation>
        </message>
        <message>
            <source>检查结论：{}</source>
            <translation>Findings: {}</translation>
        </message>
        <message>
            <source>状态</source>
            <translation>State</translation>
        </message>
        <message>
            <source>编号</source>
            <translation>Id</translation>
        </message>
        <message>
            <source>方向</source>
            <translation>Side</translation>
        </message>
        <message>
            <source>类型</source>
            <translation>Type</translation>
        </message>
        <message>
            <source>公顷</source>
            <translation>ha</translation>
        </message>
        <message>
            <source>名称</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>项目</source>
            <translation>Project</translation>
        </message>
        <message>
            <source>乡镇</source>
            <translation>Township</translation>
        </message>
        <message>
            <source>现状地类</source>
            <translation>Present class</translation>
        </message>
        <message>
            <source>首要问题</source>
            <translation>First finding</translation>
        </message>
        <message>
            <source>{} 已锁定</source>
            <translation>{} is locked</translation>
        </message>
        <message>
            <source>未标</source>
            <translation>untagged</translation>
        </message>
    </context>
    <context>
        <name>ParcelPanel</name>
        <message>
            <source>单击：在地图上闪烁；双击或按回车：缩放到地块；F2：修改名称、项目；Ctrl+C：复制；Delete：移除</source>
            <translation>Click: flash on the map; double-click or Enter: zoom to the parcel; F2: edit name or project; Ctrl+C: copy; Delete: remove</translation>
        </message>
        <message>
            <source>复制</source>
            <translation>Copy</translation>
        </message>
        <message>
            <source>地块</source>
            <translation>Parcels</translation>
        </message>
        <message>
            <source>撤销</source>
            <translation>Undo</translation>
        </message>
        <message>
            <source>重做</source>
            <translation>Redo</translation>
        </message>
        <message>
            <source>移除</source>
            <translation>Remove</translation>
        </message>
        <message>
            <source>从方案中移除列表中所选的地块（Delete），可撤销</source>
            <translation>Remove the parcels selected in the list from the plan (Delete); can be undone</translation>
        </message>
        <message>
            <source>保存</source>
            <translation>Save</translation>
        </message>
        <message>
            <source>把修改写入方案文件</source>
            <translation>Write the edits to the plan file</translation>
        </message>
    </context>
    <context>
        <name>ProjectPanel</name>
        <message>
            <source>未标</source>
            <translation>untagged</translation>
        </message>
        <message>
            <source>（未填项目）</source>
            <translation>(no project)</translation>
        </message>
        <message>
            <source>项目</source>
            <translation>Project</translation>
        </message>
        <message>
            <source>方向</source>
            <translation>Side</translation>
        </message>
        <message>
            <source>地块数</source>
            <translation>Parcels</translation>
        </message>
        <message>
            <source>公顷</source>
            <translation>ha</translation>
        </message>
        <message>
            <source>单击：选中该项目的地块，可在右侧一起填写；双击或按回车：缩放</source>
            <translation>Click: select the project's parcels to fill them in together at the side; double-click or Enter: zoom</translation>
        </message>
        <message>
            <source>复制</source>
            <translation>Copy</translation>
        </message>
    </context>
    <context>
        <name>TownBox</name>
        <message>
            <source>乡镇</source>
            <translation>Township</translation>
        </message>
        <message>
            <source>全部乡镇</source>
            <translation>All townships</translation>
        </message>
    </context>
    <context>
        <name>Checking</name>
        <message>
            <source>地类图斑图层“{}”已移除，检查和面积平衡暂停；请在“图层设置”中重新选择。</source>
            <translation>The land-use layer “{}” was removed; checking and balance pause. Choose one again in “Layers…”.</translation>
        </message>
        <message>
            <source>请在“图层设置”中选择地类图斑（DLTB），才能检查和计算面积平衡。</source>
            <translation>Choose the land-use polygons (DLTB) in “Layers…” to check and balance.</translation>
        </message>
        <message>
            <source>标记地块后，这里显示面积平衡。</source>
            <translation>The balance appears here once parcels are tagged.</translation>
        </message>
        <message>
            <source>未能检查</source>
            <translation>Not checked</translation>
        </message>
        <message>
            <source>请看消息栏。</source>
            <translation>See the message bar.</translation>
        </message>
    </context>
    <context>
        <name>verdict_words</name>
        <message>
            <source>禁止</source>
            <translation>Ban</translation>
        </message>
        <message>
            <source>警示</source>
            <translation>Warning</translation>
        </message>
        <message>
            <source>提示</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>无法判定</source>
            <translation>Unknown</translation>
        </message>
        <message>
            <source>通过</source>
            <translation>Passed</translation>
        </message>
        <message>
            <source>不适用</source>
            <translation>Not applicable</translation>
        </message>
        <message>
            <source>尚未检查</source>
            <translation>Not checked yet</translation>
        </message>
        <message>
            <source>待补</source>
            <translation>Incomplete</translation>
        </message>
        <message>
            <source>可行</source>
            <translation>Feasible</translation>
        </message>
    </context>
    <context>
        <name>manual</name>
        <message>
            <source>源码中没有生成手册，请看 docs/manual/index.md；安装的插件带有手册。</source>
            <translation>The sources hold no built manual: see docs/manual/index.md. The installed plugin brings it (in Chinese).</translation>
        </message>
        <message>
            <source>没有打开浏览器，请自行打开 {}。</source>
            <translation>No browser was opened; please open {} yourself.</translation>
        </message>
        <message>
            <source>帮助手册</source>
            <translation>Manual</translation>
        </message>
    </context>
    <context>
        <name>expressions</name>
        <message>
            <source>耕地进出平衡</source>
            <translation>Cropland Balance</translation>
        </message>
        <message>
            <source>jp_area_ha(图形)：平面面积，公顷四位小数的文本，与附表一致。</source>
            <translation>jp_area_ha(geometry): planar area in hectares, a text with four decimals, as the tables print it.</translation>
        </message>
        <message>
            <source>jp_verdict(地块编号)：打开的方案中地块最严重的结论（禁止、警示、无法判定、提示、通过、不适用）；尚未检查的为空文本。</source>
            <translation>jp_verdict(parcel id): the worst verdict on a parcel of the open plan (Banned, Warning, Unknown, Hint, Passed, Not applicable); an empty text where it is not checked.</translation>
        </message>
        <message>
            <source>jp_state(地块编号)：地块的状态（可行、待补、禁止）；尚未检查的为空文本。</source>
            <translation>jp_state(parcel id): the state of a parcel (Feasible, Incomplete, Banned); an empty text where it is not checked.</translation>
        </message>
        <message>
            <source>jp_findings(地块编号)：未通过和无法判定的结论，禁止在前，一行一条。</source>
            <translation>jp_findings(parcel id): the findings that failed or could not be decided, bans first, one per line.</translation>
        </message>
        <message>
            <source>jp_card(地块编号)：地块卡片（HTML），状态和结论，用于地图提示。</source>
            <translation>jp_card(parcel id): a parcel's card (HTML), state and findings, for map tips.</translation>
        </message>
        <message>
            <source>jp_class_name(地类编码)：三调地类名称；编码不在地类表中的为 NULL。</source>
            <translation>jp_class_name(class code): name of a class of the third survey; NULL for a code that is not in its table.</translation>
        </message>
    </context>
    <context>
        <name>ParcelLocator</name>
        <message>
            <source>进出平衡地块</source>
            <translation>Balance parcels</translation>
        </message>
    </context>
    <context>
        <name>MapKit</name>
        <message>
            <source>点选</source>
            <translation>Click</translation>
        </message>
        <message>
            <source>点选：点击地类图斑，按标注面板的方向和类型标为地块</source>
            <translation>Click: click a survey polygon to tag it with the side and type of the tag form</translation>
        </message>
        <message>
            <source>刷选</source>
            <translation>Paint</translation>
        </message>
        <message>
            <source>刷选：按住左键拖过图斑，松开时一次标注；Esc 放弃</source>
            <translation>Paint: drag over polygons; all are tagged when you let go. Esc gives up</translation>
        </message>
        <message>
            <source>绘制</source>
            <translation>Draw</translation>
        </message>
        <message>
            <source>绘制：逐点绘制地块，自动捕捉图斑的角点和边；右键或回车结束，退格删点，Esc 放弃</source>
            <translation>Draw: a parcel corner by corner, snapping to corners and edges of the survey; right click or Enter ends it, Backspace takes a corner back, Esc gives up</translation>
        </message>
        <message>
            <source>分割</source>
            <translation>Split</translation>
        </message>
        <message>
            <source>分割：点击地块，沿地类或禁止范围的界线分割，先预览</source>
            <translation>Split: click a parcel to split it along land-class borders or banned areas; preview first</translation>
        </message>
        <message>
            <source>常用组合</source>
            <translation>Recent tags</translation>
        </message>
        <message>
            <source>最近用过的方向、类型、地类和项目（Alt+1 至 Alt+9）</source>
            <translation>Sides, types, classes and projects used recently (Alt+1 to Alt+9)</translation>
        </message>
        <message>
            <source>只标未标的</source>
            <translation>Only untagged land</translation>
        </message>
        <message>
            <source>只标未标的：工具跳过已标注的土地；不勾选则询问裁去、替换或取消</source>
            <translation>Only untagged land: tools skip land that is tagged; unchecked, they ask whether to cut out, replace or cancel</translation>
        </message>
        <message>
            <source>锁定或解锁</source>
            <translation>Lock or unlock</translation>
        </message>
        <message>
            <source>锁定所选地块：标注、修正、导入和移除不再改动它们，记入方案；已锁定的则解锁</source>
            <translation>Lock the selected parcels: tagging, fixes, imports and removal leave them alone, and the plan keeps it; locked ones are unlocked</translation>
        </message>
        <message>
            <source>示意图…</source>
            <translation>Figure…</translation>
        </message>
        <message>
            <source>把当前画布、所选地块、项目或乡镇按附图版式画成 PDF 和 PNG</source>
            <translation>Draw the canvas, the selected parcel, a project or a township in the layout of the annexes, as PDF and PNG</translation>
        </message>
        <message>
            <source>手绘</source>
            <translation>drawn</translation>
        </message>
        <message>
            <source>已锁定 {} 个地块。</source>
            <translation>Parcels locked: {}.</translation>
        </message>
        <message>
            <source>已解锁 {} 个地块。</source>
            <translation>Parcels unlocked: {}.</translation>
        </message>
    </context>
    <context>
        <name>snap_tolerance</name>
        <message>
            <source>贴合容差</source>
            <translation>Snapping tolerance</translation>
        </message>
        <message>
            <source>地块边线距图斑界线不超过多少米时贴合：</source>
            <translation>Snap where the outline lies within this many metres of a survey border:</translation>
        </message>
    </context>
    <context>
        <name>styles</name>
        <message>
            <source>未标方向</source>
            <translation>No direction</translation>
        </message>
        <message>
            <source>公顷</source>
            <translation>ha</translation>
        </message>
    </context>
    <context>
        <name>themes</name>
        <message>
            <source>进出平衡 · 现状</source>
            <translation>Balance · present use</translation>
        </message>
        <message>
            <source>进出平衡 · 规划</source>
            <translation>Balance · planning</translation>
        </message>
        <message>
            <source>进出平衡 · 影像</source>
            <translation>Balance · imagery</translation>
        </message>
    </context>
    <context>
        <name>tip</name>
        <message>
            <source>……共 {} 条</source>
            <translation>… {} in all</translation>
        </message>
    </context>
    <context>
        <name>Messages</name>
        <message>
            <source>程序内部错误，本次操作已取消；请把“日志消息”面板中 jinchu_pingheng 一栏的内容发给维护者。</source>
            <translation>Internal error; the operation was cancelled. Please send the maintainers what the tab jinchu_pingheng of the Log Messages panel says.</translation>
        </message>
        <message>
            <source>耕地进出平衡</source>
            <translation>Cropland Balance</translation>
        </message>
        <message>
            <source>已经标注的土地</source>
            <translation>Land that is tagged already</translation>
        </message>
        <message>
            <source>所选图形中有 {} 个与已标注的地块重叠，共 {} 公顷：{}。</source>
            <translation>{} of the selected polygons overlap tagged parcels, {} ha in all: {}.</translation>
        </message>
        <message>
            <source>同一块土地只能标注一次。</source>
            <translation>Land can be tagged only once.</translation>
        </message>
        <message>
            <source>裁去重叠部分</source>
            <translation>Cut out the overlap</translation>
        </message>
        <message>
            <source>替换原有地块</source>
            <translation>Replace the old parcels</translation>
        </message>
        <message>
            <source>取消</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>未保存的修改</source>
            <translation>Unsaved edits</translation>
        </message>
        <message>
            <source>方案有 {} 步修改尚未保存。要先保存吗？</source>
            <translation>The plan has {} unsaved edits. Save them first?</translation>
        </message>
    </context>
    <context>
        <name>OptionsPage</name>
        <message>
            <source>空为操作系统的用户名</source>
            <translation>Empty: the user of the operating system</translation>
        </message>
        <message>
            <source>写入方案历史的操作人</source>
            <translation>Who the plan's history says did it</translation>
        </message>
        <message>
            <source>选择文件时从这里开始；打开方案后改为该方案所在的文件夹</source>
            <translation>Where file dialogs begin; after a plan is opened, the folder of that plan</translation>
        </message>
        <message>
            <source>公顷</source>
            <translation>Hectares</translation>
        </message>
        <message>
            <source>亩</source>
            <translation>Mu</translation>
        </message>
        <message>
            <source>“平衡”页显示的单位；打印的成果一律为公顷</source>
            <translation>Unit of the tab Balance; what is printed is always in hectares</translation>
        </message>
        <message>
            <source> 米</source>
            <translation> m</translation>
        </message>
        <message>
            <source>“贴合图斑界线”时，边线距图斑界线不超过此距离的才贴合</source>
            <translation>When a parcel is snapped to the survey, only outlines this near to a boundary are led along it</translation>
        </message>
        <message>
            <source>最近的方案（{} 个）</source>
            <translation>Recent plans ({})</translation>
        </message>
        <message>
            <source>常用组合（{} 份通知）</source>
            <translation>Recent combinations (of {} notices)</translation>
        </message>
        <message>
            <source>导入申报的字段对应（{} 个县）</source>
            <translation>Mappings of imported columns (of {} counties)</translation>
        </message>
        <message>
            <source>操作人</source>
            <translation>Operator</translation>
        </message>
        <message>
            <source>默认文件夹</source>
            <translation>Default folder</translation>
        </message>
        <message>
            <source>面积单位</source>
            <translation>Unit of area</translation>
        </message>
        <message>
            <source>贴合容差</source>
            <translation>Snapping tolerance</translation>
        </message>
        <message>
            <source>清除记住的内容（按“确定”后清除，不影响方案）</source>
            <translation>Forget (done when you press OK; plans are not changed)</translation>
        </message>
    </context>
    <context>
        <name>patience</name>
        <message>
            <source>取消</source>
            <translation>Cancel</translation>
        </message>
    </context>
    <context>
        <name>DockLayout</name>
        <message>
            <source>只读</source>
            <translation>Read-only</translation>
        </message>
        <message>
            <source>已保存</source>
            <translation>Saved</translation>
        </message>
        <message>
            <source>● {} 步修改未保存</source>
            <translation>● {} unsaved edits</translation>
        </message>
        <message>
            <source>编制年度耕地“进出平衡”总体方案。

方案是一个 GeoPackage 文件；三调等来源图层只读，不会被改动。</source>
            <translation>Compile the yearly plan for balancing cropland leaving and entering.

A plan is one GeoPackage file; survey and other source layers are read only and never changed.</translation>
        </message>
        <message>
            <source>新建方案…</source>
            <translation>New plan…</translation>
        </message>
        <message>
            <source>打开方案…</source>
            <translation>Open plan…</translation>
        </message>
        <message>
            <source>载入示例县…</source>
            <translation>Load the sample county…</translation>
        </message>
        <message>
            <source>虚构的小县：图层、方案和几个地块，用来试用</source>
            <translation>A small invented county to try things with: layers, a plan and a few parcels</translation>
        </message>
    </context>
    <context>
        <name>ExceptionDialog</name>
        <message>
            <source>登记例外</source>
            <translation>Record exception</translation>
        </message>
        <message>
            <source>例外随结论一起打印，结论本身不变。</source>
            <translation>The exception is printed with the finding; the verdict stays.</translation>
        </message>
        <message>
            <source>理由</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>文号</source>
            <translation>Document</translation>
        </message>
        <message>
            <source>登记</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>取消</source>
            <translation>Cancel</translation>
        </message>
    </context>
    <context>
        <name>FillForm</name>
        <message>
            <source>选中地块后在这里填写；选中多个时一起填写。</source>
            <translation>Select parcels to fill them in here; several are filled in together.</translation>
        </message>
        <message>
            <source>（各不相同）</source>
            <translation>(several values)</translation>
        </message>
    </context>
    <context>
        <name>fixes</name>
        <message>
            <source>裁去冲突部分</source>
            <translation>Cut away the conflict</translation>
        </message>
        <message>
            <source>贴合图斑界线（{:g} 米以内）</source>
            <translation>Snap to survey borders (within {:g} m)</translation>
        </message>
        <message>
            <source>修复图形</source>
            <translation>Repair the shape</translation>
        </message>
        <message>
            <source>沿地类界线分割</source>
            <translation>Split along land-class borders</translation>
        </message>
        <message>
            <source>沿禁止范围界线分割</source>
            <translation>Split along banned areas</translation>
        </message>
        <message>
            <source>只保留耕地部分</source>
            <translation>Keep only the cropland</translation>
        </message>
        <message>
            <source>只保留非耕地部分</source>
            <translation>Keep only what is not cropland</translation>
        </message>
    </context>
    <context>
        <name>Fixing</name>
        <message>
            <source>{}：{}，没有需要修改的部分。</source>
            <translation>{}: {}; nothing needs to change.</translation>
        </message>
        <message>
            <source>预览</source>
            <translation>Preview</translation>
        </message>
        <message>
            <source>修改</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>移除地块</source>
            <translation>Remove parcel</translation>
        </message>
        <message>
            <source>取消</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>没有剩余，原面积 {} 平方米。要移除整个地块吗？</source>
            <translation>nothing is left of {} m². Remove the whole parcel?</translation>
        </message>
        <message>
            <source>{} 平方米分为 {} 块：{} 平方米。</source>
            <translation>{} m² become {} parcels: {} m².</translation>
        </message>
        <message>
            <source>裁去 {}</source>
            <translation>{} cut away</translation>
        </message>
        <message>
            <source>并入 {}</source>
            <translation>{} added</translation>
        </message>
        <message>
            <source>{} → {} 平方米（{}）。</source>
            <translation>{} → {} m² ({}).</translation>
        </message>
    </context>
    <context>
        <name>ParcelCard</name>
        <message>
            <source>缩放</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>填写…</source>
            <translation>Fill in…</translation>
        </message>
        <message>
            <source>登记例外…</source>
            <translation>Exception…</translation>
        </message>
        <message>
            <source>结论</source>
            <translation>Findings</translation>
        </message>
        <message>
            <source>填写</source>
            <translation>Form</translation>
        </message>
        <message>
            <source>贴合容差…</source>
            <translation>Snapping tolerance…</translation>
        </message>
        <message>
            <source>修改图形</source>
            <translation>Change shape</translation>
        </message>
        <message>
            <source>裁去、分割、贴合或修复所选地块的图形，先预览</source>
            <translation>Cut, split, snap or repair the shape of the selected parcel; preview first</translation>
        </message>
    </context>
    <context>
        <name>TagPanel</name>
        <message>
            <source>请在“图层”面板中点选一个来源面图层，如地类图斑。</source>
            <translation>Click a polygon layer to take parcels from in the Layers panel, such as the survey polygons.</translation>
        </message>
        <message>
            <source>请用“选择要素”工具在图层“{}”中选择图形。</source>
            <translation>Select shapes in the layer “{}” with the Select Features tool.</translation>
        </message>
        <message>
            <source>来自图层“{}”。</source>
            <translation>From the layer “{}”.</translation>
        </message>
        <message>
            <source>类型</source>
            <translation>Type</translation>
        </message>
        <message>
            <source>转后地类</source>
            <translation>Class after</translation>
        </message>
        <message>
            <source>项目名称</source>
            <translation>Project</translation>
        </message>
        <message>
            <source>流出后的地类；可留空，以后在属性表中填写</source>
            <translation>Land class after outflow; may be left empty and filled in later in the attribute table</translation>
        </message>
        <message>
            <source>所选图形同属的项目；可留空</source>
            <translation>The project that the selected shapes belong to; may be left empty</translation>
        </message>
        <message>
            <source>（未填）</source>
            <translation>(empty)</translation>
        </message>
        <message>
            <source>拟恢复地类</source>
            <translation>Class to recover</translation>
        </message>
        <message>
            <source>地块名称</source>
            <translation>Parcel name</translation>
        </message>
        <message>
            <source>恢复后的耕地地类；留空则取邻近耕地的地类</source>
            <translation>Cropland class after recovery; if empty, that of the neighbouring cropland</translation>
        </message>
        <message>
            <source>地块名称；可留空</source>
            <translation>Name of the parcel; may be left empty</translation>
        </message>
        <message>
            <source>（同邻近耕地）</source>
            <translation>(as neighbouring cropland)</translation>
        </message>
        <message>
            <source>可留空</source>
            <translation>may be left empty</translation>
        </message>
        <message>
            <source>将所选 {} 个图形标为{}</source>
            <translation>Tag {} selected shapes as {}</translation>
        </message>
        <message>
            <source>标为{}</source>
            <translation>Tag as {}</translation>
        </message>
        <message>
            <source>复制所选图形到方案；不改动来源图层，可撤销，点“保存”后才写入方案</source>
            <translation>Copies the selected shapes to the plan; the source layer is not changed, it can be undone, and is written to the plan by “Save” only</translation>
        </message>
    </context>
    <context>
        <name>VerdictPanel</name>
        <message>
            <source>检查结论</source>
            <translation>Findings</translation>
        </message>
        <message>
            <source>尚未检查。</source>
            <translation>Not checked yet.</translation>
        </message>
        <message>
            <source>▸ 通过的 {} 条</source>
            <translation>▸ {} passed</translation>
        </message>
        <message>
            <source>双击展开</source>
            <translation>Double-click to unfold</translation>
        </message>
        <message>
            <source>全部 {} 个地块：{}。选中一个地块可看各条结论。</source>
            <translation>All {} parcels: {}. Select one to see its findings.</translation>
        </message>
        <message>
            <source>所选 {} 个地块：{}</source>
            <translation>{} selected parcels: {}</translation>
        </message>
        <message>
            <source>{} {}（{}性条款） · {}</source>
            <translation>{} {} (clause: {}) · {}</translation>
        </message>
        <message>
            <source>图层已移除：{}</source>
            <translation>Layer removed: {}</translation>
        </message>
        <message>
            <source>双击：在地图上闪烁冲突范围</source>
            <translation>Double-click: flash the conflict on the map</translation>
        </message>
    </context>
    <context>
        <name>Telling</name>
        <message>
            <source>方案文件或所在文件夹只读，只能查看；要编辑请另存到可写的位置。</source>
            <translation>The plan or its folder is read-only and can only be viewed; save it elsewhere to edit it.</translation>
        </message>
        <message>
            <source>另存为…</source>
            <translation>Save as…</translation>
        </message>
        <message>
            <source>方案中有地块没有编号或编号重复，检查和导出前须更正。</source>
            <translation>Parcels of the plan have no id or share one; correct this before check and export.</translation>
        </message>
        <message>
            <source>重新编号</source>
            <translation>Renumber</translation>
        </message>
        <message>
            <source>{}（原 {} 已有地块使用）</source>
            <translation>{} ({} is taken)</translation>
        </message>
        <message>
            <source>已为 {} 个地块编号：{}。</source>
            <translation>{} parcels got an id: {}.</translation>
        </message>
        <message>
            <source>新增</source>
            <translation>added</translation>
        </message>
        <message>
            <source>修改</source>
            <translation>changed</translation>
        </message>
        <message>
            <source>移除</source>
            <translation>removed</translation>
        </message>
        <message>
            <source>方案在别处被修改，已重新读入：{}。</source>
            <translation>The plan was changed elsewhere and was read again: {}.</translation>
        </message>
        <message>
            <source>其中您也改过而未保存的：{}，保存时不会覆盖，请另存为。</source>
            <translation>You have unsaved edits of {}, too; they will not overwrite the others: save them as another plan.</translation>
        </message>
        <message>
            <source>方案文件不在了（已删除、移走或磁盘断开）。修改仍在，但不能保存到原处。</source>
            <translation>The plan file is gone (deleted, moved, or its disk is away). Your edits are kept, but cannot be saved there.</translation>
        </message>
        <message>
            <source>方案文件已被换成另一个文件。修改仍在，但不能保存到原处。</source>
            <translation>The plan file was replaced by another file. Your edits are kept, but cannot be saved there.</translation>
        </message>
        <message>
            <source>方案文件已变为只读。修改仍在，但不能保存到原处。</source>
            <translation>The plan file has become read-only. Your edits are kept, but cannot be saved there.</translation>
        </message>
        <message>
            <source>方案文件又可以使用了。</source>
            <translation>The plan file is at hand again.</translation>
        </message>
    </context>
    <context>
        <name>PlanToolBar</name>
        <message>
            <source>耕地进出平衡</source>
            <translation>Cropland Balance</translation>
        </message>
        <message>
            <source>图层设置…</source>
            <translation>Layers…</translation>
        </message>
        <message>
            <source>选择各角色的图层、筛选，登记“本县无此类区域”</source>
            <translation>Choose the layers and filters of each role; record “none of this kind in the county”</translation>
        </message>
        <message>
            <source>检查</source>
            <translation>Check</translation>
        </message>
        <message>
            <source>按所选图层检查已保存的方案，结论记入方案文件</source>
            <translation>Check the saved plan against the chosen layers; the findings are kept in the plan file</translation>
        </message>
        <message>
            <source>导出…</source>
            <translation>Export…</translation>
        </message>
        <message>
            <source>检查，列出待办事项，然后导出整个成果包</source>
            <translation>Check, list what is missing, then export the whole package</translation>
        </message>
        <message>
            <source>导出… ●</source>
            <translation>Export… ●</translation>
        </message>
        <message>
            <source>方案</source>
            <translation>Plan</translation>
        </message>
        <message>
            <source>新建、打开、另存或关闭方案</source>
            <translation>Create, open, save as or close a plan</translation>
        </message>
    </context>
    <context>
        <name>Processing</name>
        <message>
            <source>下发图斑核实回复</source>
            <translation>Answer issued polygons</translation>
        </message>
        <message>
            <source>下发图斑（卫片、流出监测）</source>
            <translation>Issued polygons (satellite supervision, outflow monitoring)</translation>
        </message>
        <message>
            <source>图斑与方案地块的对应</source>
            <translation>Polygons by parcel of the plan</translation>
        </message>
        <message>
            <source>图斑数</source>
            <translation>Polygons</translation>
        </message>
        <message>
            <source>无法判定的图斑数</source>
            <translation>Polygons that cannot be decided</translation>
        </message>
        <message>
            <source>方案流出范围内（公顷）</source>
            <translation>Inside the plan's outflow (ha)</translation>
        </message>
        <message>
            <source>扣除（公顷）</source>
            <translation>Deducted (ha)</translation>
        </message>
        <message>
            <source>待处理（公顷）</source>
            <translation>Still to be handled (ha)</translation>
        </message>
        <message>
            <source>不计未通过禁止性检查的流入地块，结余 {} 公顷，未平衡。</source>
            <translation>Without the inflow that bans reject, the surplus is {} ha: not balanced.</translation>
        </message>
        <message>
            <source>全县合计平衡，但 {} 未平衡。</source>
            <translation>The county as a whole is balanced, but {} is not.</translation>
        </message>
        <message>
            <source>进出平衡</source>
            <translation>Balance</translation>
        </message>
        <message>
            <source>平衡表</source>
            <translation>Balance table</translation>
        </message>
        <message>
            <source>流出（公顷）</source>
            <translation>Outflow (ha)</translation>
        </message>
        <message>
            <source>流入（公顷）</source>
            <translation>Inflow (ha)</translation>
        </message>
        <message>
            <source>结转、核销指标（公顷）</source>
            <translation>Credits (ha)</translation>
        </message>
        <message>
            <source>需流入（公顷）</source>
            <translation>Required inflow (ha)</translation>
        </message>
        <message>
            <source>结余（公顷）</source>
            <translation>Surplus (ha)</translation>
        </message>
        <message>
            <source>流入，不计未通过禁止性检查的（公顷）</source>
            <translation>Inflow without what bans reject (ha)</translation>
        </message>
        <message>
            <source>结余，不计未通过禁止性检查的（公顷）</source>
            <translation>Surplus without what bans reject (ha)</translation>
        </message>
        <message>
            <source>是否平衡</source>
            <translation>Balanced</translation>
        </message>
        <message>
            <source>尚未运行合规检查：平衡只是面积上的，不说明地块合规。</source>
            <translation>The check has not been run: the balance is one of areas and says nothing about compliance.</translation>
        </message>
        <message>
            <source>方案文件</source>
            <translation>Plan file</translation>
        </message>
        <message>
            <source>方案 (*.gpkg)</source>
            <translation>Plan (*.gpkg)</translation>
        </message>
        <message>
            <source>输出文件夹</source>
            <translation>Output folder</translation>
        </message>
        <message>
            <source>文件</source>
            <translation>Files</translation>
        </message>
        <message>
            <source>Word 文档 (*.docx);;所有文件 (*)</source>
            <translation>Word document (*.docx);;All files (*)</translation>
        </message>
        <message>
            <source>参数“{label}”（{name}）：每行应为 {count} 项（{headers}）；请逐行填全后重试。</source>
            <translation>Parameter “{label}” ({name}): each row has {count} entries ({headers}); fill in every row and try again.</translation>
        </message>
        <message>
            <source>参数“{label}”（{name}）：没有填写；请填写后重试。</source>
            <translation>Parameter “{label}” ({name}) is empty; fill it in and try again.</translation>
        </message>
        <message>
            <source>参数“{label}”（{name}）：图层“{value}”无法打开或类型不符；请检查路径和文件是否完整。</source>
            <translation>Parameter “{label}” ({name}): layer “{value}” cannot be opened or is of another type; check the path and the file.</translation>
        </message>
        <message>
            <source>参数“{label}”（{name}）：值“{value}”不可用；请更正后重试。</source>
            <translation>Parameter “{label}” ({name}): value “{value}” cannot be used; correct it and try again.</translation>
        </message>
        <message>
            <source>登记批次</source>
            <translation>Record a batch</translation>
        </message>
        <message>
            <source>批次名称（地块的批次填此名称），如 第二批</source>
            <translation>Name of the batch (as its parcels carry it), e.g. 第二批</translation>
        </message>
        <message>
            <source>批次种类（通知配置 batches 的 code），如 second</source>
            <translation>Kind of batch (a code under batches in the notice's profile), e.g. second</translation>
        </message>
        <message>
            <source>报批、备案日期（尚未报批的填计划日期）</source>
            <translation>Day of submission or filing (the planned day until then)</translation>
        </message>
        <message>
            <source>批准或备案文号（没有则留空）</source>
            <translation>Number of the approval or filing (empty until there is one)</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>删除该批次</source>
            <translation>Delete this batch</translation>
        </message>
        <message>
            <source>程序内部错误（{kind}），方案未改动；请把“日志消息”面板中 jinchu_pingheng 一页发给维护者。</source>
            <translation>Internal error ({kind}); the plan is unchanged. Please send the maintainers the tab jinchu_pingheng of the Log Messages panel.</translation>
        </message>
        <message>
            <source>当前画布出示意图</source>
            <translation>Figure of the map canvas</translation>
        </message>
        <message>
            <source>对象（canvas 当前画布，parcel 地块，project 项目，township 乡镇）</source>
            <translation>Subject (canvas, parcel, project, township)</translation>
        </message>
        <message>
            <source>地块编号、项目名称或乡镇名称（当前画布留空）</source>
            <translation>Parcel id, project or township (empty for the canvas)</translation>
        </message>
        <message>
            <source>图层，上层在前（不选则为画布上的图层）</source>
            <translation>Layers, top first (those on the canvas if none)</translation>
        </message>
        <message>
            <source>范围（不填则为画布的范围；只用于当前画布）</source>
            <translation>Extent (that of the canvas if empty; for the canvas only)</translation>
        </message>
        <message>
            <source>图幅（横向）</source>
            <translation>Paper (landscape)</translation>
        </message>
        <message>
            <source>图名（不填则自动拟定）</source>
            <translation>Title (the usual one if empty)</translation>
        </message>
        <message>
            <source>密级（不填则不印）</source>
            <translation>Secrecy (not printed where empty)</translation>
        </message>
        <message>
            <source>合规检查</source>
            <translation>Check constraints</translation>
        </message>
        <message>
            <source>检查结论</source>
            <translation>Findings</translation>
        </message>
        <message>
            <source>冲突范围</source>
            <translation>Conflicts</translation>
        </message>
        <message>
            <source>不通过的条数</source>
            <translation>Number of failed findings</translation>
        </message>
        <message>
            <source>无法判定的条数</source>
            <translation>Number of unknown findings</translation>
        </message>
        <message>
            <source>共 {all} 条结论：不通过 {failed} 条，无法判定 {unknown} 条。</source>
            <translation>{all} findings: {failed} failed, {unknown} unknown.</translation>
        </message>
        <message>
            <source>检查模板</source>
            <translation>Check a template</translation>
        </message>
        <message>
            <source>单位的 Word 模板（.docx）</source>
            <translation>The office's Word template (.docx)</translation>
        </message>
        <message>
            <source>用于（plan 总体方案，consent 承包户知情同意书，publicity 村级公示，owner 土地权利人同意书，review 联审意见）</source>
            <translation>What it is for (plan: plan document, consent: contractors' consent, publicity: villages' publicity, owner: owners' consent, review: opinion of the joint review)</translation>
        </message>
        <message>
            <source>有误处数</source>
            <translation>Number of faults</translation>
        </message>
        <message>
            <source>有误的位置和标签</source>
            <translation>Faults with their places</translation>
        </message>
        <message>
            <source>模板没有发现错误。</source>
            <translation>Nothing is wrong in the template.</translation>
        </message>
        <message>
            <source>选取流入地块</source>
            <translation>Choose inflow</translation>
        </message>
        <message>
            <source>潜力图斑（“流入潜力”的输出）</source>
            <translation>Pool of polygons (output of “Potential inflow”)</translation>
        </message>
        <message>
            <source>情景名称</source>
            <translation>Name of the scenario</translation>
        </message>
        <message>
            <source>各类型的单价（空为面积最少）</source>
            <translation>Prices by type (empty: least area)</translation>
        </message>
        <message>
            <source>类型</source>
            <translation>Type</translation>
        </message>
        <message>
            <source>元/亩</source>
            <translation>Yuan/mu</translation>
        </message>
        <message>
            <source>也选取待查的图斑</source>
            <translation>Also take polygons that still have to be checked</translation>
        </message>
        <message>
            <source>相距不超过多少米为连片</source>
            <translation>Polygons count as contiguous up to this distance (m)</translation>
        </message>
        <message>
            <source>为集中连片可多花的费用（%）</source>
            <translation>Extra cost allowed for contiguous land (%)</translation>
        </message>
        <message>
            <source>不选小于多少平方米的图斑</source>
            <translation>Leave out polygons smaller than this (m²)</translation>
        </message>
        <message>
            <source>情景方案</source>
            <translation>Scenario</translation>
        </message>
        <message>
            <source>选取的地块数</source>
            <translation>Parcels taken</translation>
        </message>
        <message>
            <source>选取的面积（公顷）</source>
            <translation>Area taken (ha)</translation>
        </message>
        <message>
            <source>仍缺（公顷，各项中最大的）</source>
            <translation>Still missing (ha, the largest of all needs)</translation>
        </message>
        <message>
            <source>已证最优</source>
            <translation>Proven optimal</translation>
        </message>
        <message>
            <source>潜力图斑不足以满足“{need}”（{clause}）：仍缺 {ha} 公顷</source>
            <translation>The pool cannot meet “{need}” ({clause}): {ha} ha are still missing</translation>
        </message>
        <message>
            <source>年末核算</source>
            <translation>Close the year</translation>
        </message>
        <message>
            <source>上年地类图斑（不选则用方案记录的地类图斑）</source>
            <translation>Last year's survey (default: the one recorded in the plan)</translation>
        </message>
        <message>
            <source>本年地类图斑</source>
            <translation>This year's survey</translation>
        </message>
        <message>
            <source>检查机关对布局的认定</source>
            <translation>The authority's verdict on the layout (合理 reasonable, 不合理 unreasonable, 未认定 none yet)</translation>
        </message>
        <message>
            <source>耕地变化图斑</source>
            <translation>Changes of cropland</translation>
        </message>
        <message>
            <source>认定</source>
            <translation>Verdict</translation>
        </message>
        <message>
            <source>理由</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>存疑（公顷）</source>
            <translation>Doubtful (ha)</translation>
        </message>
        <message>
            <source>新建方案</source>
            <translation>New plan</translation>
        </message>
        <message>
            <source>县级行政区划代码（6 位）</source>
            <translation>County code (6 digits)</translation>
        </message>
        <message>
            <source>县（市、区）名称</source>
            <translation>Name of the county</translation>
        </message>
        <message>
            <source>方案年度</source>
            <translation>Year of the plan</translation>
        </message>
        <message>
            <source>所依据通知的配置</source>
            <translation>Profile of the notice</translation>
        </message>
        <message>
            <source>方案坐标系（CGCS2000 高斯-克吕格投影）</source>
            <translation>CRS of the plan (CGCS2000 Gauss-Kruger)</translation>
        </message>
        <message>
            <source>编制单位</source>
            <translation>Compiled by</translation>
        </message>
        <message>
            <source>编制日期，如 2023-02-20，空为导出当天</source>
            <translation>Date of compilation, such as 2023-02-20; empty for the day of export</translation>
        </message>
        <message>
            <source>登记县级声明</source>
            <translation>Record a statement of the county</translation>
        </message>
        <message>
            <source>图层角色，如 LQ</source>
            <translation>Layer role, such as LQ</translation>
        </message>
        <message>
            <source>声明（none_here 本县无此类区域，not_concerned 不涉及）</source>
            <translation>Statement (none_here: the county has no such land; not_concerned)</translation>
        </message>
        <message>
            <source>说明</source>
            <translation>Explanation</translation>
        </message>
        <message>
            <source>文号</source>
            <translation>Document number</translation>
        </message>
        <message>
            <source>出具机关</source>
            <translation>Issued by</translation>
        </message>
        <message>
            <source>出具日期，如 2023-02-01</source>
            <translation>Date of issue, such as 2023-02-01</translation>
        </message>
        <message>
            <source>撤回该角色的声明</source>
            <translation>Take back the statement for this role</translation>
        </message>
        <message>
            <source>检查环境</source>
            <translation>Check environment</translation>
        </message>
        <message>
            <source>运行自检（约一分钟，不改动任何文件）</source>
            <translation>Run the self-test (about a minute; changes no file)</translation>
        </message>
        <message>
            <source>需要处理的项数</source>
            <translation>Items that need attention</translation>
        </message>
        <message>
            <source>环境检查结果</source>
            <translation>Result of the environment check</translation>
        </message>
        <message>
            <source>自检 · {}：{:.1f} 秒　{}</source>
            <translation>Self-test · {}: {:.1f} s　{}</translation>
        </message>
        <message>
            <source>登记例外</source>
            <translation>Record exception</translation>
        </message>
        <message>
            <source>地块编号（整个方案的规则留空）</source>
            <translation>Parcel id (empty for rules on the whole plan)</translation>
        </message>
        <message>
            <source>规则 id</source>
            <translation>Rule id</translation>
        </message>
        <message>
            <source>附图种类（county 附图1至5，check 检查结果图，towns 乡镇分幅图，parcels 地块位置图集）</source>
            <translation>Kinds of figures (county: figures 1 to 5, check: result of the check, towns: sheets of townships, parcels: atlas of parcels)</translation>
        </message>
        <message>
            <source>版式文件夹（本单位的 .qpt，不选则用自带的）</source>
            <translation>Folder of layouts (.qpt of the office; the shipped ones where none is chosen)</translation>
        </message>
        <message>
            <source>单位的总体方案模板（.docx，不选则为自带的版式）</source>
            <translation>The office's template of the plan document (.docx; none: the shipped look)</translation>
        </message>
        <message>
            <source>导出表格</source>
            <translation>Export tables</translation>
        </message>
        <message>
            <source>导出总体方案</source>
            <translation>Export the plan document</translation>
        </message>
        <message>
            <source>导出附图</source>
            <translation>Export maps</translation>
        </message>
        <message>
            <source>导出矢量数据</source>
            <translation>Export vectors</translation>
        </message>
        <message>
            <source>坐标文本的格式</source>
            <translation>Dialect of the coordinate text</translation>
        </message>
        <message>
            <source>坐标文本的坐标系（不选则为方案的坐标系）</source>
            <translation>CRS of the coordinate text (default: the plan's own)</translation>
        </message>
        <message>
            <source>坐标文本的编码</source>
            <translation>Encoding of the coordinate text</translation>
        </message>
        <message>
            <source>导出成果包</source>
            <translation>Export the package</translation>
        </message>
        <message>
            <source>仍有禁止、无法判定事项时继续导出的理由（写入总体方案封面和检查报告）</source>
            <translation>Reason for exporting although bans or unknowns remain (printed on the document's cover and in the check report)</translation>
        </message>
        <message>
            <source>导入乡镇申报</source>
            <translation>Import township declarations</translation>
        </message>
        <message>
            <source>申报表（.xlsx，可多个乡镇）</source>
            <translation>Workbooks (.xlsx, of any number of townships)</translation>
        </message>
        <message>
            <source>图形（shp、gpkg、gdb，或界址点 txt）</source>
            <translation>Shapes (shp, gpkg, gdb or coordinate text)</translation>
        </message>
        <message>
            <source>方向（文件没有写明时；out 流出，in 流入）</source>
            <translation>Side (where the files do not tell: out, in)</translation>
        </message>
        <message>
            <source>类型序号（文件没有写明时）</source>
            <translation>Number of the type (where the files do not tell)</translation>
        </message>
        <message>
            <source>字段对应（表头=字段，分号隔开；不填则按表头）</source>
            <translation>Field mapping (header=field, separated by semicolons; empty: by headers)</translation>
        </message>
        <message>
            <source>坐标文本的坐标系（文本没有写明时）</source>
            <translation>CRS of coordinate text (where the text does not tell)</translation>
        </message>
        <message>
            <source>申报面积与图形面积的允许相差（%）</source>
            <translation>Tolerance between declared and drawn area (%)</translation>
        </message>
        <message>
            <source>写入（check 只出报告，all 全部可用才写入，usable 写入可用的）</source>
            <translation>Writing (check: report only; all: only if nothing is refused; usable: whatever can be taken)</translation>
        </message>
        <message>
            <source>导入报告</source>
            <translation>Import report</translation>
        </message>
        <message>
            <source>新增的地块数</source>
            <translation>Parcels added</translation>
        </message>
        <message>
            <source>改动的地块数</source>
            <translation>Parcels changed</translation>
        </message>
        <message>
            <source>拒绝的行数</source>
            <translation>Rows refused</translation>
        </message>
        <message>
            <source>有 {count} 行不能采用，方案没有改动；请按报告更正后重新导入，或只写入可用的。</source>
            <translation>Rows that cannot be taken: {count}; the plan is unchanged. Correct them by the report and import again, or write only what can be taken.</translation>
        </message>
        <message>
            <source>参数“字段对应”（MAPPING）：“{part}”不是“表头=字段”，或没有这个字段。</source>
            <translation>Parameter MAPPING: “{part}” is not header=field, or there is no such field.</translation>
        </message>
        <message>
            <source>地类编码</source>
            <translation>Land class code</translation>
        </message>
        <message>
            <source>面积（平方米，整数；0 为删除这一条）</source>
            <translation>Area (whole square metres; 0 removes the entry)</translation>
        </message>
        <message>
            <source>等别（不知道则不填）</source>
            <translation>Grade (leave empty when not known)</translation>
        </message>
        <message>
            <source>登记结转、核销指标</source>
            <translation>Record a credit</translation>
        </message>
        <message>
            <source>来源（carry_over 以前年度结余，store 库内指标）</source>
            <translation>Source (carry_over: surplus of earlier years, store: quota of the store)</translation>
        </message>
        <message>
            <source>结余所属年度或入库年度</source>
            <translation>Year of the surplus, or of entry into the store</translation>
        </message>
        <message>
            <source>乡镇代码（9 位；县级留空）</source>
            <translation>Township code (9 digits; empty for the county)</translation>
        </message>
        <message>
            <source>可用日期（YYYY-MM-DD；年初起可用则留空）</source>
            <translation>Usable from (YYYY-MM-DD; empty for the start of the year)</translation>
        </message>
        <message>
            <source>文号（没有文号的不计入）</source>
            <translation>Document number (does not count without one)</translation>
        </message>
        <message>
            <source>登记乡镇间调剂</source>
            <translation>Record a transfer between townships</translation>
        </message>
        <message>
            <source>方式（agreed 乡镇间调剂、委托，county 县统筹调剂）</source>
            <translation>Kind (agreed: between townships, county: arranged by the county)</translation>
        </message>
        <message>
            <source>调出乡镇代码（9 位）</source>
            <translation>Code of the giving township (9 digits)</translation>
        </message>
        <message>
            <source>调入乡镇代码（9 位）</source>
            <translation>Code of the receiving township (9 digits)</translation>
        </message>
        <message>
            <source>协议价格（元/亩；没有则不填）</source>
            <translation>Price of the agreement (yuan/mu; leave empty when there is none)</translation>
        </message>
        <message>
            <source>协议或县级文件的文号</source>
            <translation>Number of the agreement or the county's document</translation>
        </message>
        <message>
            <source>登记实施阶段</source>
            <translation>Record a stage</translation>
        </message>
        <message>
            <source>地块编号或项目名称，以顿号、逗号或空格分开</source>
            <translation>Parcel ids or names of projects, separated by commas or blanks</translation>
        </message>
        <message>
            <source>阶段（通知配置 stages 的 code，如 city）</source>
            <translation>Stage (code of the profile's stages, e.g. city)</translation>
        </message>
        <message>
            <source>日期</source>
            <translation>Day</translation>
        </message>
        <message>
            <source>文件的机关和文号</source>
            <translation>Document (body and number)</translation>
        </message>
        <message>
            <source>撤销该登记</source>
            <translation>Take the record back</translation>
        </message>
        <message>
            <source>进出平衡台账</source>
            <translation>Ledger</translation>
        </message>
        <message>
            <source>其他年度的方案</source>
            <translation>Plans of other years</translation>
        </message>
        <message>
            <source>抽查的种子，空为 1</source>
            <translation>Seed of the sample (1 when empty)</translation>
        </message>
        <message>
            <source>已流出</source>
            <translation>Flowed out</translation>
        </message>
        <message>
            <source>已流入</source>
            <translation>Flowed in</translation>
        </message>
        <message>
            <source>结余</source>
            <translation>Surplus</translation>
        </message>
        <message>
            <source>需要核实的事项</source>
            <translation>What needs to be looked at</translation>
        </message>
        <message>
            <source>台账行数</source>
            <translation>Entries</translation>
        </message>
        <message>
            <source>导出同意书、公示</source>
            <translation>Export consents and publicity</translation>
        </message>
        <message>
            <source>种类（consent 承包户知情同意书，publicity 村级公示，owner 土地权利人同意书，review 联审意见）</source>
            <translation>Kind (consent: contractors' consent, publicity: villages' publicity, owner: owners' consent, review: opinion of the joint review)</translation>
        </message>
        <message>
            <source>单位的模板（.docx，不选则为自带的）</source>
            <translation>The office's template (.docx; none: the shipped one)</translation>
        </message>
        <message>
            <source>地块编号</source>
            <translation>Parcel id</translation>
        </message>
        <message>
            <source>承包户</source>
            <translation>Household</translation>
        </message>
        <message>
            <source>承包户名单（只用于承包户知情同意书）</source>
            <translation>Households (for contractors' consents only)</translation>
        </message>
        <message>
            <source>公示开始日期（如 2023-02-15；不填则取地块上登记的）</source>
            <translation>First day of the publicity (such as 2023-02-15; none: as the parcels record)</translation>
        </message>
        <message>
            <source>公示天数（0 为通知规定的天数）</source>
            <translation>Days of the publicity (0: the notice's)</translation>
        </message>
        <message>
            <source>合为一个文件</source>
            <translation>All in one file</translation>
        </message>
        <message>
            <source>同时另存自带的 Word 模板，供修改</source>
            <translation>Save the shipped Word template, too, to be changed</translation>
        </message>
        <message>
            <source>待填处数</source>
            <translation>Number of 【待填】</translation>
        </message>
        <message>
            <source>面积量算</source>
            <translation>Measure areas</translation>
        </message>
        <message>
            <source>面图层（不用方案时）</source>
            <translation>Polygon layer (instead of a plan)</translation>
        </message>
        <message>
            <source>面图层的方向（out 流出，in 流入）</source>
            <translation>Direction of the polygon layer (out or in)</translation>
        </message>
        <message>
            <source>面积口径所依据的配置</source>
            <translation>Profile that sets the kind of area</translation>
        </message>
        <message>
            <source>面积单元</source>
            <translation>Area cells</translation>
        </message>
        <message>
            <source>没有要量算的地块；请选择方案文件或面图层。</source>
            <translation>Nothing to measure; choose a plan file or a polygon layer.</translation>
        </message>
        <message>
            <source>流入潜力</source>
            <translation>Potential inflow</translation>
        </message>
        <message>
            <source>以前年度方案（其流入地块不再计入）</source>
            <translation>Plans of earlier years (their inflow parcels no longer count)</translation>
        </message>
        <message>
            <source>评分权重（空为配置所列）</source>
            <translation>Weights of the score (empty: those of the profile)</translation>
        </message>
        <message>
            <source>评分项</source>
            <translation>Priority</translation>
        </message>
        <message>
            <source>权重</source>
            <translation>Weight</translation>
        </message>
        <message>
            <source>潜力图斑</source>
            <translation>Pool of polygons</translation>
        </message>
        <message>
            <source>潜力（公顷）</source>
            <translation>Potential (ha)</translation>
        </message>
        <message>
            <source>其中待查（公顷）</source>
            <translation>Of which still to be checked (ha)</translation>
        </message>
        <message>
            <source>已用（公顷）</source>
            <translation>Used (ha)</translation>
        </message>
        <message>
            <source>剩余（公顷）</source>
            <translation>Left (ha)</translation>
        </message>
        <message>
            <source>耕地进出平衡</source>
            <translation>Cropland Balance</translation>
        </message>
        <message>
            <source>方案比较（修订情况）</source>
            <translation>Compare plans (revisions)</translation>
        </message>
        <message>
            <source>与之比较的方案文件（修订前）；空为与批准的方案比较</source>
            <translation>Plan file to compare with (before the revision); empty: the approved plan</translation>
        </message>
        <message>
            <source>批准的版次；空为最近一次批准</source>
            <translation>Approved revision; empty: the latest approval</translation>
        </message>
        <message>
            <source>变化的地块</source>
            <translation>Changed parcels</translation>
        </message>
        <message>
            <source>修订情况表的文件夹</source>
            <translation>Folder for the revision table</translation>
        </message>
        <message>
            <source>新增地块数</source>
            <translation>Parcels added</translation>
        </message>
        <message>
            <source>取消地块数</source>
            <translation>Parcels dropped</translation>
        </message>
        <message>
            <source>调整地块数</source>
            <translation>Parcels changed</translation>
        </message>
        <message>
            <source>新增 {CAME} 块，取消 {WENT} 块，调整 {CHANGED} 块。</source>
            <translation>Parcels: {CAME} added, {WENT} dropped, {CHANGED} changed.</translation>
        </message>
        <message>
            <source>导出历史</source>
            <translation>Export history</translation>
        </message>
        <message>
            <source>登记方案的批准</source>
            <translation>Record the approval of a plan</translation>
        </message>
        <message>
            <source>批准文件的文号</source>
            <translation>Number of the approving document</translation>
        </message>
        <message>
            <source>批准机关</source>
            <translation>Approving body</translation>
        </message>
        <message>
            <source>批准日期，如 2023-03-20</source>
            <translation>Day of approval, such as 2023-03-20</translation>
        </message>
        <message>
            <source>留存的副本</source>
            <translation>Frozen copy</translation>
        </message>
        <message>
            <source>已留存批准的方案：{}</source>
            <translation>The approved plan was kept as {}</translation>
        </message>
        <message>
            <source>其他图层：按图层名对应角色（如 SLGY、FJMSQ，或配置另行声明的图层）</source>
            <translation>Further layers: their names tell the role (such as SLGY, FJMSQ, or layers that the profile adds)</translation>
        </message>
        <message>
            <source>角色</source>
            <translation>Role</translation>
        </message>
        <message>
            <source>图层名（空为该角色的全部图层）</source>
            <translation>Layer name (empty: every layer of the role)</translation>
        </message>
        <message>
            <source>字段=值,值；或 全部</source>
            <translation>field=value,value; or 全部 (all)</translation>
        </message>
        <message>
            <source>图层筛选</source>
            <translation>Filters of layers</translation>
        </message>
        <message>
            <source>标注地块</source>
            <translation>Tag parcels</translation>
        </message>
        <message>
            <source>要标注的面图层（有选择时只取所选要素）</source>
            <translation>Polygons to tag (selected features only, if any)</translation>
        </message>
        <message>
            <source>方向（out 流出，in 流入）</source>
            <translation>Direction (out or in)</translation>
        </message>
        <message>
            <source>类型序号（见通知配置）</source>
            <translation>Number of the type (see the profile)</translation>
        </message>
        <message>
            <source>只带入图层的这些字段（不选则带入全部同名字段）</source>
            <translation>Take over only these fields of the layer (none chosen: all that bear a plan field's name)</translation>
        </message>
        <message>
            <source>跳过无效图形（会逐一列出）</source>
            <translation>Skip invalid shapes (each is listed)</translation>
        </message>
        <message>
            <source>标注的地块数</source>
            <translation>Number of parcels tagged</translation>
        </message>
        <message>
            <source>跳过的无效图形：{ids}</source>
            <translation>Invalid shapes skipped: {ids}</translation>
        </message>
        <message>
            <source>核对成果包</source>
            <translation>Verify a package</translation>
        </message>
        <message>
            <source>成果包文件夹</source>
            <translation>Folder of the package</translation>
        </message>
        <message>
            <source>不一致处数</source>
            <translation>Number of differences</translation>
        </message>
        <message>
            <source>不一致的文件和位置</source>
            <translation>Files and places that differ</translation>
        </message>
        <message>
            <source>没有发现不一致。</source>
            <translation>Nothing differs.</translation>
        </message>
    </context>
</TS>
